using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

/// <summary>Which colour shows the nuclei, where white writing, stamps and reporters are in the picture too.</summary>
public sealed class NuclearChannelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 0, 1, NuclearChannel.Red)]
    [InlineData(1, 0, 0, NuclearChannel.Blue)]
    [InlineData(1, 0, 1, NuclearChannel.Blue)] // magenta: red and blue are the same
    [InlineData(0, 1, 0, NuclearChannel.Green)]
    [InlineData(1, 1, 0, NuclearChannel.Green)]
    [InlineData(0, 1, 1, NuclearChannel.Green)]
    [InlineData(1, 1, 1, NuclearChannel.Green)]
    public void White_writing_does_not_make_green_the_nuclear_channel(int blue, int green, int red, NuclearChannel expected)
    {
        foreach (int level in new[] { 70, 140, 250 })
        {
            using Mat picture = Nuclei(level * blue, level * green, level * red);
            Write(picture, new Scalar(255, 255, 255));
            Assert.Equal(expected, NuclearChannels.Choose(picture));
        }
    }

    [Theory]
    [InlineData(0, 0, 255)]
    [InlineData(0, 255, 255)]
    [InlineData(255, 0, 0)]
    public void Coloured_writing_on_a_grey_movie_leaves_it_grey(int blue, int green, int red)
    {
        foreach (int level in new[] { 70, 140, 250 })
        {
            using Mat picture = Nuclei(level, level, level);
            Write(picture, new Scalar(blue, green, red));
            Assert.Equal(NuclearChannel.Green, NuclearChannels.Choose(picture));
        }
    }

    [Theory]
    [InlineData(0, 0, 1, 0, 255, 255, NuclearChannel.Red)]
    [InlineData(1, 0, 0, 0, 255, 0, NuclearChannel.Blue)]
    [InlineData(1, 0, 0, 0, 0, 255, NuclearChannel.Blue)]
    [InlineData(0, 1, 1, 0, 0, 255, NuclearChannel.Green)]
    public void Coloured_writing_shows_no_nuclei(int blue, int green, int red, int writtenBlue, int writtenGreen, int writtenRed, NuclearChannel expected)
    {
        foreach (int level in new[] { 70, 140, 250 })
        {
            using Mat picture = Nuclei(level * blue, level * green, level * red);
            Write(picture, new Scalar(writtenBlue, writtenGreen, writtenRed));
            Assert.Equal(expected, NuclearChannels.Choose(picture));
        }
    }

    [Theory]
    [InlineData(ColormapTypes.Jet, true)]
    [InlineData(ColormapTypes.Inferno, true)]
    [InlineData(ColormapTypes.Viridis, true)]
    [InlineData(ColormapTypes.Plasma, true)]
    [InlineData(ColormapTypes.Bone, false)]
    public void False_colours_are_told_of(ColormapTypes map, bool expected)
    {
        using Mat grey = Nuclei(250, 250, 250).ExtractChannel(1);
        Cv2.GaussianBlur(grey, grey, new Size(21, 21), 0);
        var coloured = new Mat();
        Cv2.ApplyColorMap(grey, coloured, map);
        FrameSource picture = FrameSource.Open(coloured.Save(folder["map.png"]));
        _ = ReadFrames.Of(picture);
        Assert.Equal(expected, picture.Notes.Any(note => note.Text.Contains("look like false colours", StringComparison.Ordinal)));
    }

    [Fact]
    public void False_colours_of_a_dim_beginning_are_told_of_later()
    {
        Mat[] frames = [.. Enumerable.Range(0, 20).Select(time =>
        {
            using Mat grey = Nuclei(12 * (time + 1), 12 * (time + 1), 12 * (time + 1)).ExtractChannel(1);
            Cv2.GaussianBlur(grey, grey, new Size(21, 21), 0);
            var coloured = new Mat();
            Cv2.ApplyColorMap(grey, coloured, ColormapTypes.Inferno);
            return coloured;
        })];
        Assert.True(Cv2.ImWrite(folder["map.tif"], frames));
        FrameSource movie = FrameSource.Open(folder["map.tif"]);
        _ = ReadFrames.Of(movie);
        Assert.Single(movie.Notes, note => note.Text.Contains("look like false colours", StringComparison.Ordinal));
        foreach (Mat frame in frames) frame.Dispose();
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    public void Overlays_and_single_colours_are_no_false_colours(int blue, int green, int red)
    {
        using Mat picture = Nuclei(blue * 200, green * 200, red * 200);
        Cv2.Circle(picture, new Point(120, 60), 25, new Scalar(0, 0, 180), -1);
        Cv2.Circle(picture, new Point(210, 130), 15, new Scalar(0, 200, 180), -1);
        Cv2.GaussianBlur(picture, picture, new Size(15, 15), 0);
        Write(picture, new Scalar(0, 255, 255));
        Assert.False(FalseColours.Are(picture));
    }

    [Fact]
    public void A_black_beginning_with_a_time_stamp_decides_nothing()
    {
        Mat[] frames = [Nuclei(0, 0, 0), Nuclei(0, 0, 0), Nuclei(0, 0, 120), Nuclei(0, 0, 180)];
        foreach (Mat frame in frames) Write(frame, Scalar.All(255));
        FrameSource movie = FrameSource.Open(TestImages.SaveMovie(folder["red.avi"], frames));
        MovieFrame[] read = [.. movie.Frames()];
        Assert.InRange(read[3].Image.Pixels.Get<byte>(100, 50), 150, 210);
        SourceNote note = Assert.Single(movie.Notes);
        Assert.Contains("from the red channel", note.Text, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.Colour, note.Remedy);
        foreach (MovieFrame frame in read) frame.Dispose();
    }

    [Fact]
    public void A_reporter_that_outshines_the_nuclei_is_told_of()
    {
        FrameSource movie = FrameSource.Open(Nuclei(0, 80, 250).Save(folder["epic.png"]));
        Assert.Equal([(0, 80)], ReadFrames.Of(movie));
        Assert.Contains("from the green channel", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
        FrameSource usual = FrameSource.Open(Nuclei(0, 200, 250).Save(folder["usual.png"]));
        Assert.Equal([(0, 200)], ReadFrames.Of(usual));
        Assert.Empty(usual.Notes);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Dark_nuclei_on_a_bright_ground_are_told_of(int bits)
    {
        using Mat grey = Nuclei(200, 200, 200).ExtractChannel(1), deep = new();
        grey.ConvertTo(deep, bits == 8 ? MatType.CV_8UC1 : MatType.CV_16UC1, bits == 8 ? 1 : 200);
        using Mat inverted = new();
        Cv2.Subtract(Scalar.All(bits == 8 ? 230 : 50_000), deep, inverted);
        FrameSource dark = FrameSource.Open(inverted.Clone().Save(folder["inverted.png"])), bright = FrameSource.Open(deep.Clone().Save(folder["usual.png"]));
        _ = ReadFrames.Of(dark);
        _ = ReadFrames.Of(bright);
        Assert.Contains("look inverted", Assert.Single(dark.Notes).Text, StringComparison.Ordinal);
        Assert.Empty(bright.Notes);
    }

    private static Mat Nuclei(int blue, int green, int red)
    {
        var picture = new Mat(200, 300, MatType.CV_8UC3, Scalar.All(0));
        Cv2.Circle(picture, new Point(50, 100), 18, new Scalar(blue, green, red), -1);
        Cv2.Circle(picture, new Point(200, 120), 18, new Scalar(blue, green, red), -1);
        Cv2.GaussianBlur(picture, picture, new Size(5, 5), 0);
        return picture;
    }

    private static void Write(Mat picture, Scalar colour)
    {
        Cv2.PutText(picture, "01:23:00", new Point(6, 18), HersheyFonts.HersheySimplex, 0.5, colour, 1, LineTypes.AntiAlias);
        Cv2.Rectangle(picture, new Rect(230, 185, 50, 4), colour, -1);
    }
}
