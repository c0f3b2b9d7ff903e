using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

public sealed class MovieWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.mov")]
    [InlineData("a.avi")]
    public void A_movie_has_the_frames_that_were_written(string name)
    {
        MovieWriter.Write(folder[name], Frames((64, 48), (64, 48), (64, 48)), 10, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(3, FrameSource.Open(folder[name]).Frames().Count());
    }

    [Fact]
    public void A_frame_of_another_size_is_an_error_and_leaves_nothing()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => MovieWriter.Write(folder["a.mp4"], Frames((64, 48), (64, 50)), 10, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("Frame 1 has 64 × 50 pixels, and the first has 64 × 48", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_movie_without_a_frame_is_none() => Assert.Contains(
        "at least one frame", Assert.Throws<ArgumentException>(
        () => MovieWriter.Write(folder["a.mp4"], [], 10, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    private static IEnumerable<MovieFrame> Frames(params (int Width, int Height)[] sizes) =>
        sizes.Select(
            (size, number) =>
            new MovieFrame(new FrameIndex(number), new NuclearImage(new Mat(size.Height, size.Width, MatType.CV_8UC1, Scalar.All(40 * number)))));
}
