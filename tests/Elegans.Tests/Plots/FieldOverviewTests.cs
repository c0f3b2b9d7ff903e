using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Plots;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Plots;

public sealed class FieldOverviewTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(240, 160, 480, 320)]
    [InlineData(800, 600, 800, 600)]
    public void The_overview_is_as_large_as_the_frame_and_a_small_one_is_enlarged(int width, int height, int drawnWidth, int drawnHeight)
    {
        using Mat drawn = Draw(width, height, pages: 1, [Embryo(width / 2, height / 2)]);
        Assert.Equal(new Size(drawnWidth, drawnHeight), drawn.Size());
    }

    [Fact]
    public void Outlines_and_writing_are_drawn_in_colour_where_they_are()
    {
        using Mat drawn = Draw(800, 600, pages: 1, [Embryo(200, 300), Embryo(600, 300)], [new Rect(20, 20, 60, 20)]);
        Assert.True(IsColoured(drawn, 200, 300 - 40), "The upper side of the first outline.");
        Assert.True(IsColoured(drawn, 600 + 70, 300), "The right side of the second outline.");
        Assert.True(IsColoured(drawn, 20, 30), "The left side of the box around writing.");
        Assert.False(IsColoured(drawn, 400, 300), "Between embryos nothing is drawn.");
    }

    [Fact]
    public void The_frame_in_the_middle_is_shown_and_only_embryos_that_are_in_it()
    {
        FollowedEmbryo late = Embryo(600, 300) with { First = new FrameIndex(4) };
        using Mat drawn = Draw(800, 600, pages: 6, [Embryo(200, 300), late]);
        Assert.True(IsColoured(drawn, 200 + 70, 300));
        Assert.False(IsColoured(drawn, 600 + 70, 300));
    }

    [Fact]
    public void Where_what_follows_cannot_be_decoded_the_last_whole_frame_is_shown()
    {
        string overview = folder["overview.png"], movie = Movie(200, 100, pages: 2);
        FieldOverview.Save(overview, FrameSource.Open(movie), Field(200, 100, [Embryo(100, 50)]), frames: 40);
        Assert.True(File.Exists(overview));
    }

    [Theory]
    [InlineData("overview.jpg")]
    [InlineData("overview")]
    public void Another_format_is_refused_and_nothing_is_written(string name)
    {
        string movie = Movie(200, 100, pages: 1);
        Assert.Contains("does not end in .png", Assert.Throws<ArgumentException>(
            () => FieldOverview.Save(folder[name], FrameSource.Open(movie), Field(200, 100, []), 1)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder[name]));
    }

    private Mat Draw(int width, int height, int pages, ImmutableArray<FollowedEmbryo> embryos, ImmutableArray<Rect>? writing = null)
    {
        string overview = folder["overview.png"];
        FieldOverview.Save(
            overview, FrameSource.Open(Movie(width, height, pages)), Field(width, height, embryos) with { Writing = writing ?? [] }, pages);
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(overview)[..4]));
        return Cv2.ImRead(overview);
    }

    private string Movie(int width, int height, int pages) =>
        SampleFields.SaveStack(folder["movie.tif"], Enumerable.Range(0, pages).Select(_ => TestImages.Disc(width, height)));

    private static FieldOfView Field(int width, int height, ImmutableArray<FollowedEmbryo> embryos) =>
        new() { Width = width, Height = height, Embryos = embryos };

    private static FollowedEmbryo Embryo(double x, double y) => new()
    {
        Outlines = [(new FrameIndex(0), new EmbryoOutline(x, y, 70, 40, 0))],
        Confidence = 0.9,
        First = new FrameIndex(0),
        Last = null,
    };

    private static bool IsColoured(Mat drawn, int x, int y)
    {
        using var around = new Mat(drawn, new Rect(x - 3, y - 3, 7, 7));
        for (int i = 0; i < 49; i++)
        {
            Vec3b pixel = around.At<Vec3b>(i / 7, i % 7);
            if (Math.Abs(pixel.Item0 - pixel.Item2) > 60) return true;
        }

        return false;
    }
}
