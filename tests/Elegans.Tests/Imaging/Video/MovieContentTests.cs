using System.IO.Compression;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Imaging.Sources;
using Elegans.Imaging.Video;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Video;

/// <summary>Movies are known by what they hold and not by their names; what is no movie is told from them.</summary>
public sealed class MovieContentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("t=0:05.mp4")]
    [InlineData("a:b.mp4")]
    [InlineData("what?.mp4")]
    [InlineData("50%d.mp4")]
    [InlineData("%03d")]
    [InlineData("no extension")]
    [InlineData("movie.png")]
    [InlineData("movie.[1]")]
    [InlineData("-x.bin")]
    public void Whatever_its_name_a_movie_is_read(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No file is called so there.");
        File.Copy(Repository.SampleMovie, folder[name]);
        FrameSource movie = FrameSource.Open(folder[name]);
        Assert.Equal("MPEG-4 movie (MPEG-4 part 2)", movie.Description.Format);
        Assert.Equal(146, ReadFrames.Of(movie).Length);
    }

    [Fact]
    public void A_name_that_FFmpeg_would_take_for_a_protocol_is_a_file_in_the_current_folder_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No file is called so there.");
        File.Copy(Repository.SampleMovie, folder["a:b.mp4"]);
        Assert.Equal(146, ReadFrames.Of(FrameSource.Open(Path.GetRelativePath(Environment.CurrentDirectory, folder["a:b.mp4"]))).Length);
    }

    [Fact]
    public void An_open_Matroska_movie_that_ends_within_an_element_is_known()
    {
        byte[] open = [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] movie =
        [
            0x1A, 0x45, 0xDF, 0xA3, 0x84, 1, 2, 3, 4, 0x18, 0x53, 0x80, 0x67, .. open,
            0x1F, 0x43, 0xB6, 0x75, .. open, 0xE7, 0x81, 0, 0xA3, 0x86, 1, 2, 3, 4, 5, 6,
            0x1F, 0x43, 0xB6, 0x75, 0x88, 0xA3, 0x86, 1, 2, 3, 4, 5, 6,
        ];
        Assert.Equal([false, true, true, true], new[] { 0, 1, 3, 7 }.Select(lost =>
        {
            File.WriteAllBytes(folder["m.mkv"], movie[..^lost]);
            return MovieContainer.EndsWithin(folder["m.mkv"], InputSignature.Of(folder["m.mkv"]));
        }));
    }

    [Fact]
    public void An_MNG_is_refused_and_not_read_as_its_first_picture()
    {
        File.WriteAllBytes(folder["a.mng"], [0x8A, (byte)'M', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[500]]);
        Assert.Contains("is an MNG animation", Assert.Throws<InputException>(() => FrameSource.Open(folder["a.mng"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("movie.avi", "AVI (Motion JPEG)")]
    [InlineData("movie.mov", "QuickTime movie (MPEG-4 part 2)")]
    public void Its_container_and_codec_are_told_in_words(string name, string format)
    {
        string path = TestImages.SaveMovie(folder[name], Enumerable.Range(0, 3).Select(_ => TestImages.Disc()));
        Assert.Equal(format, FrameSource.Open(path).Description.Format);
    }

    [Theory]
    [InlineData("text.mov", "it looks like text")]
    [InlineData("page.pdf", "is a PDF file")]
    [InlineData("some.zip", "is a ZIP archive")]
    [InlineData("zeros.mp4", "only zeros")]
    [InlineData("random.mp4", "is not an image or movie that can be read")]
    public void What_is_no_movie_is_refused_with_what_it_may_be(string name, string expected)
    {
        byte[] random = new byte[5000];
        new Random(3).NextBytes(random);
        switch (name)
        {
            case "text.mov": folder.Write(name, "These are notes on an embryo, and no movie of one.\n"); break;
            case "page.pdf": folder.Write(name, [.. "%PDF-1.7\n"u8, .. random]); break;
            case "zeros.mp4": folder.Write(name, new byte[5000]); break;
            case "random.mp4": folder.Write(name, random); break;
            default:
                using (ZipArchive zip = ZipFile.Open(folder[name], ZipArchiveMode.Create)) zip.CreateEntry("a").Open().Dispose();
                break;
        }

        Assert.Contains(expected, Assert.Throws<InputException>(() => FrameSource.Open(folder[name])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_is_not_followed()
    {
        File.Copy(Repository.SampleMovie, folder["secret.mp4"]);
        string list = folder.Write("list.mp4", $"ffconcat version 1.0\nfile {folder["secret.mp4"]}\n");
        Assert.Contains("looks like text", Assert.Throws<InputException>(() => FrameSource.Open(list)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matroska_movie_that_was_cut_off_is_refused()
    {
        string path = folder["movie.mkv"];
        using (var writer = new VideoWriter())
        {
            Assert.True(writer.Open(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("MJPG"), 10, new Size(120, 80)));
            for (int frame = 0; frame < 20; frame++)
            {
                using Mat grey = TestImages.Disc(level: 60 + (frame * 9)), colour = grey.CvtColor(ColorConversionCodes.GRAY2BGR);
                writer.Write(colour);
            }
        }

        Assert.Equal(20, ReadFrames.Of(FrameSource.Open(path)).Length);
        string cut = folder.Write("cut.mkv", File.ReadAllBytes(path).AsSpan(0, (int)new FileInfo(path).Length / 2));
        Assert.Contains("is cut off", Assert.Throws<InputException>(() => FrameSource.Open(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixteen_bits_of_grey_stay_sixteen_bits()
    {
        string path = folder["deep.mkv"];
        using (var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("FFV1"), 10, new Size(120, 80),
            [(int)VideoWriterProperties.Depth, MatType.CV_16U, (int)VideoWriterProperties.IsColor, 0]))
        {
            Assert.SkipUnless(writer.IsOpened(), "This OpenCV cannot write 16 bits.");
            for (int frame = 0; frame < 5; frame++)
            {
                using Mat deep = TestImages.Disc(level: 1000 + (frame * 777), type: MatType.CV_16UC1);
                writer.Write(deep);
            }
        }

        FrameSource movie = FrameSource.Open(path);
        Assert.Equal(16, movie.Description.BitDepth);
        Assert.Equal([(0, 1000), (1, 1777), (2, 2554), (3, 3331), (4, 4108)], ReadFrames.Of(movie));
        Assert.Empty(movie.Notes);
    }
}
