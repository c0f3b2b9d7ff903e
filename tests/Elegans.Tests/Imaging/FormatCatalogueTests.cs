using Elegans.Imaging;
using NetVips;
using OpenCvSharp;

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
        using Image grey = Grey(), colour = grey.Bandjoin(grey, grey).Copy(interpretation: Enums.Interpretation.Srgb), cmyk = colour.IccTransform("cmyk", inputProfile: "srgb");
        cmyk.Jpegsave(folder["print.jpg"]);
        Assert.InRange(Brightest(folder["print.jpg"]), 150, 255);
    }

    [Fact]
    public void A_pyramid_is_one_still_image_of_its_full_size()
    {
        using Image grey = Grey(512, 384);
        grey.Tiffsave(folder["pyramid.tif"], tile: true, pyramid: true, subifd: true);
        Assert.False(MovieReader.IsMovie(folder["pyramid.tif"]));
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
        Assert.StartsWith(cut, Assert.Throws<InputException>(() => MovieReader.Open(cut)).Message, StringComparison.Ordinal);
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
