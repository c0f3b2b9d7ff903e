using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

public sealed class FrameSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("movie.mp4")]
    [InlineData("movie.mov")]
    [InlineData("movie.avi")]
    public void Frames_are_numbered_from_zero_in_order(string name)
    {
        string path = TestImages.SaveMovie(folder[name], Enumerable.Range(0, 12).Select(i => TestImages.Disc(level: 20 + (i * 15))));
        var levels = Read(path);
        Assert.Equal(Enumerable.Range(0, 12), levels.Select(l => l.Index));
        Assert.Equal(levels.Select(l => l.Level).Order(), levels.Select(l => l.Level));
    }

    [Fact]
    public void The_pages_of_a_tiff_are_frames()
    {
        Mat[] pages = [.. Enumerable.Range(1, 5).Select(i => TestImages.Disc(level: i * 1000, type: MatType.CV_16UC1))];
        Assert.True(Cv2.ImWrite(folder["stack.tif"], pages));
        Assert.Equal([(0, 1000), (1, 2000), (2, 3000), (3, 4000), (4, 5000)], Read(folder["stack.tif"]));
    }

    [Fact]
    public void The_channel_is_decided_once_and_black_frames_do_not_decide_it()
    {
        // The first frame is black; then nuclei are red; at the end green noise is stronger than they are.
        Mat[] frames = [TestImages.Colour(TestImages.Black(), TestImages.Black(), TestImages.Black()),
            TestImages.Colour(TestImages.Black(), TestImages.Black(), TestImages.Disc(level: 200)),
            TestImages.Colour(TestImages.Black(), TestImages.Disc(level: 250), TestImages.Disc(level: 100))];
        var levels = Read(TestImages.SaveMovie(folder["red.avi"], frames));
        Assert.InRange(levels[1].Level, 180, 225);
        Assert.InRange(levels[2].Level, 85, 180); // green would be 250; compression smears colours at edges
    }

    [Fact]
    public void A_movie_that_was_cut_off_is_refused_and_not_read_short()
    {
        byte[] whole = File.ReadAllBytes(Repository.SampleMovie);
        string cut = folder.Write("cut.mp4", whole.AsSpan(0, whole.Length * 2 / 3));
        Assert.Throws<InputException>(() => FrameSource.Open(cut));
    }

    [Theory]
    [InlineData("text.mov", "this is no movie at all, only text under its name")]
    [InlineData("short.mov", "x")]
    public void Text_under_a_movies_name_is_refused(string name, string text)
    {
        string path = folder.Write(name, text);
        Assert.StartsWith(path, Assert.Throws<InputException>(() => FrameSource.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_a_missing_one_and_a_folder_are_refused()
    {
        Assert.Contains("is empty", Assert.Throws<InputException>(() => FrameSource.Open(folder.Write("empty.mov", ""))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => FrameSource.Open(folder["none.mov"])).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => FrameSource.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20071217_ceh-432x3.mov", 389)]
    [InlineData("20080731_ceh-32_4_L1.mov", 243)]
    [InlineData("membrane_seg_sample.mov", 176)] // of 202 stored, its edit list hides the first 27 but one
    public void Real_movies_are_read_to_their_last_frame(string name, int frames) =>
        Assert.Equal(frames, Read(Repository.RealData("movies", name)).Count);

    private static List<(int Index, int Level)> Read(string path)
    {
        var levels = new List<(int, int)>();
        foreach (MovieFrame frame in FrameSource.Open(path).Frames())
        {
            using (frame)
            {
                frame.Image.Pixels.MinMaxLoc(out double _, out double high);
                levels.Add((frame.Index.Value, (int)high));
            }
        }

        return levels;
    }
}
