using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Predictions;
using NetVips;

namespace Elegans.Tests.Plots;

public sealed class LineageAnimationTests : IDisposable
{
    private const int Frames = 12;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_movie_plays_beside_its_curves_as_they_grow()
    {
        string gif = folder["embryo.gif"];
        new LineageAnimation(Figure(Frames)).Save(gif, FrameSource.Open(Movie(Frames)), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("GIF89a"u8.ToArray(), File.ReadAllBytes(gif)[..6]);
        using Image whole = Image.Gifload(gif, n: -1);
        Assert.Equal(Frames, (int)whole.Get("n-pages"));
        Assert.True(Ink(gif, Frames - 1) > Ink(gif, 2) + 100, "The curves of the last frame are longer than those of an early one.");
    }

    [Fact]
    public void A_long_movie_is_shown_in_steps_so_that_the_file_stays_small()
    {
        string gif = folder["long.gif"];
        new LineageAnimation(Figure(402)).Save(gif, FrameSource.Open(Movie(402)), cancellation: TestContext.Current.CancellationToken);
        using Image whole = Image.Gifload(gif, n: -1);
        Assert.InRange((int)whole.Get("n-pages"), 130, 200);
        Assert.True(new FileInfo(gif).Length < 1_300_000);
    }

    [Fact]
    public void An_interrupted_animation_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        string movie = Movie(Frames);
        Assert.Throws<OperationCanceledException>(
            () => new LineageAnimation(Figure(Frames)).Save(folder["cut.gif"], FrameSource.Open(movie), _ => stop.Cancel(), stop.Token));
        Assert.Equal([movie], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Another_format_is_refused_before_any_work() =>
        Assert.Contains(
            "written as .gif", Assert.Throws<ArgumentException>(() => LineageAnimation.RequireFormat("embryo.mp4")).Message, StringComparison.Ordinal);

    /// <summary>Pixels of a page's plot that are not white.</summary>
    private static double Ink(string gif, int page)
    {
        using Image shown = Image.Gifload(gif, page: page, n: 1), plot = shown.ExtractArea(shown.Width - 400, 60, 300, 180)
            .Flatten(), dark = plot.ExtractBand(0) < 200;
        return dark.Avg() / 255 * 300 * 180;
    }

    private string Movie(int frames)
    {
        string path = folder[$"disc{frames}.avi"];
        MovieWriter.Write(path, Enumerable.Range(0, frames).Select(
            number => new MovieFrame(new FrameIndex(number), new NuclearImage(TestImages.Disc(level: 100 + (number % 100))))), 10);
        return path;
    }

    private static LineageFigure Figure(int frames) => new()
    {
        Predicted = [.. Enumerable.Range(0, frames)
            .Select(number => FramePrediction.Of(new FrameIndex(number), new LineageCounts([2 + (100 * number / frames), 1, 1, 1, 0, 0, 0])))],
        Title = "disc",
    };
}
