using Elegans.Annotation;
using Elegans.Files;
using Elegans.Imaging;
using NetVips;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

/// <summary>The formats that microscopes and people write, and what is made of each: read with these grey levels, or refused with this message.</summary>
public sealed class FormatCatalogueTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_image_with_transparency_is_read_by_its_colours()
    {
        using Mat colour = TestImages.Colour(TestImages.Black(), TestImages.Disc(level: 200), TestImages.Black()), alpha = new();
        Cv2.CvtColor(colour, alpha, ColorConversionCodes.BGR2BGRA);
        Assert.Equal(200, Brightest(alpha.Clone().Save(folder["alpha.png"])));
    }

    [Fact]
    public void A_bilevel_tiff_is_read_as_black_and_white()
    {
        using Image grey = Grey(), disc = grey > 100;
        disc.Tiffsave(folder["bits.tif"], bitdepth: 1);
        Assert.Equal(255, Brightest(folder["bits.tif"]));
    }

    [Fact]
    public void Twelve_bits_in_sixteen_stay_as_they_are()
    {
        using Mat twelve = TestImages.Disc(level: 4095, type: MatType.CV_16UC1);
        Assert.Equal(4095, Brightest(twelve.Clone().Save(folder["twelve.tif"])));
    }

    [Fact]
    public void Real_numbers_and_thirty_two_bits_are_stretched_over_their_own_range()
    {
        using Image real = Grey().Cast(Enums.BandFormat.Float), whole = Grey().Cast(Enums.BandFormat.Uint);
        real.Tiffsave(folder["real.tif"]);
        whole.Tiffsave(folder["whole.tif"]);
        Assert.Equal(ushort.MaxValue, Brightest(folder["real.tif"]));
        Assert.Equal(ushort.MaxValue, Brightest(folder["whole.tif"]));
    }

    [Fact]
    public void A_jpeg_in_printers_colours_is_read()
    {
        using Image grey = Grey(), colour = grey.Bandjoin(grey, grey)
            .Copy(interpretation: Enums.Interpretation.Srgb), cmyk = colour.IccTransform("cmyk", inputProfile: "srgb");
        cmyk.Jpegsave(folder["print.jpg"]);
        Assert.InRange(Brightest(folder["print.jpg"]), 150, 255);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(600)]
    public void A_picture_of_more_channels_than_colours_is_refused_with_the_remedy(int channels)
    {
        using Image grey = Grey(), many = grey.Bandjoin([.. Enumerable.Repeat(grey, channels - 1)]);
        many.Tiffsave(folder["many.tif"]);
        Assert.Contains(
            $"has {channels} samples a pixel", Assert.Throws<InputException>(() => NuclearImage.Read(folder["many.tif"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pyramid_is_one_still_image_of_its_full_size()
    {
        using Image grey = Grey(512, 384);
        grey.Tiffsave(folder["pyramid.tif"], tile: true, pyramid: true, subifd: true);
        Assert.False(FrameSource.Open(folder["pyramid.tif"]).IsMovie);
        using NuclearImage image = NuclearImage.Read(folder["pyramid.tif"]);
        Assert.Equal((512, 384), (image.Width, image.Height));
    }

    [Fact]
    public void An_animated_gif_is_refused_or_read_but_never_a_crash()
    {
        using Image grey = Grey();
        grey.Gifsave(folder["one.gif"]);
        InputException? refused = Record.Exception(() => NuclearImage.Read(folder["one.gif"]).Dispose()) as InputException;
        Assert.True(refused is null || refused.Message.Contains("not an image that can be decoded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a name with spaces.png")]
    [InlineData("quotes'\".png")]
    [InlineData("胚胎 эмбрион.png")]
    public void Names_of_all_sorts_are_opened(string name)
    {
        File.Copy(TestImages.Disc(level: 180).Save(folder["plain.png"]), folder[name]);
        Assert.Equal(180, Brightest(folder[name]));
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_refused()
    {
        File.CreateSymbolicLink(folder["a.png"], folder["b.png"]);
        File.CreateSymbolicLink(folder["b.png"], folder["a.png"]);
        Assert.StartsWith(folder["a.png"], Assert.Throws<InputException>(() => NuclearImage.Read(folder["a.png"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_movie_cut_off_after_some_tenths_is_refused(int tenths)
    {
        byte[] whole = File.ReadAllBytes(Repository.SampleMovie);
        string cut = folder.Write($"cut{tenths}.mp4", whole.AsSpan(0, whole.Length * tenths / 10));
        Assert.StartsWith(cut, Assert.Throws<InputException>(() => FrameSource.Open(cut)).Message, StringComparison.Ordinal);
    }

    /// <summary>Every real format, cut off after every tenth of its length. A decoder would fill what is missing with grey.</summary>
    [Theory]
    [InlineData("stills", "embryo_sample.png")]
    [InlineData("stills", "seg_sample.jpg")]
    [InlineData("movies", "20080731_ceh-32_4_L1.mov")]
    [InlineData("movies", "membrane_seg_sample.mov")]
    [InlineData("nuclei", "CD20080731_ceh-32_4_L1.csv.gz")]
    public void A_real_file_cut_off_after_any_tenth_is_refused(string kind, string name)
    {
        byte[] whole = File.ReadAllBytes(Repository.RealData(kind, name));
        for (int tenths = 0; tenths < 10; tenths++)
        {
            string cut = folder.Write(name, whole.AsSpan(0, whole.Length * tenths / 10));
            InputException refused = Assert.Throws<InputException>(() => Read(kind, cut));
            Assert.StartsWith(cut, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        static void Read(string kind, string path)
        {
            if (kind == "stills") NuclearImage.Read(path).Dispose();
            else if (kind == "nuclei") _ = Elegans.Annotation.NucleiTrackReader.Read(path);
            else foreach (MovieFrame frame in FrameSource.Open(path).Frames()) frame.Dispose();
        }
    }

    [Theory]
    [InlineData("image.png")]
    [InlineData("image.jpg")]
    [InlineData("image.tif")]
    [InlineData("image.bmp")]
    public void An_image_cut_off_after_any_tenth_is_refused(string name)
    {
        byte[] whole = File.ReadAllBytes(TestImages.Disc(480, 320).Save(folder[name]));
        for (int tenths = 0; tenths < 10; tenths++)
        {
            string cut = folder.Write($"cut-{name}", whole.AsSpan(0, whole.Length * tenths / 10));
            Assert.StartsWith(cut, Assert.Throws<InputException>(() => NuclearImage.Read(cut)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_with_a_line_end_is_told_on_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No file is called so there.");
        string path = folder.Write("a\nb.png", "no image");
        Assert.DoesNotContain('\n', Assert.Throws<InputException>(() => NuclearImage.Read(path)).Message);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void A_device_is_refused(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are files on Linux.");
        Assert.Throws<InputException>(() => NuclearImage.Read(path));
        Assert.Throws<InputException>(() => FrameSource.Open(path));
    }

    [Fact]
    public void A_movie_with_sound_only_is_refused()
    {
        // A WAV under a movie's name: FFmpeg opens it, and finds no picture in it.
        byte[] sound = [.. "RIFF"u8, .. BitConverter.GetBytes(36 + 8000), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), 1, 0, 1, 0,
            .. BitConverter.GetBytes(8000), .. BitConverter.GetBytes(8000), 1, 0, 8, 0, .. "data"u8, .. BitConverter.GetBytes(8000), .. new byte[8000]];
        string path = folder.Write("sound.avi", sound);
        Assert.Contains("not a movie", Assert.Throws<InputException>(() => FrameSource.Open(path)).Message, StringComparison.Ordinal);
    }

    private static int Brightest(string path)
    {
        using NuclearImage image = NuclearImage.Read(path);
        Cv2.MinMaxLoc(image.Pixels, out _, out double brightest);
        return (int)brightest;
    }

    /// <summary>A grey disc as libvips has it.</summary>
    private static Image Grey(int width = 120, int height = 80)
    {
        using Mat disc = TestImages.Disc(width, height);
        return Image.NewFromMemoryCopy<byte>(MatSpans.Of<byte>(disc).ToArray(), width, height, 1, Enums.BandFormat.Uchar);
    }
}
