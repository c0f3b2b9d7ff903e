using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>Values that are shown as their negative: read as stored where these are bright on dark, and as shown where those are.</summary>
public sealed class InvertedTests : TiffTests
{
    private const string Said = "stored inverted";

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_negative_is_read_as_it_is_shown(int bits)
    {
        int white = (1 << bits) - 1;
        FrameSource movie = Open("a.tif", Pages([Spot(220, 20), Spot(210, 20)], white, bits, photometric: 0));
        Assert.Equal(Expected(220, 210), Levels(movie));
        AssertNote(movie, Said);
        Assert.DoesNotContain(movie.Notes, note => note.Text.Contains("look inverted", StringComparison.Ordinal));
        // Where nothing says that it is shown inverted, nothing is done about it.
        FrameSource plain = Open("b.tif", Pages([Spot(220, 20)], white, bits, photometric: 1));
        Assert.Equal(Expected(white - 20), Levels(plain));
        Assert.DoesNotContain(plain.Notes, note => note.Text.Contains(Said, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_only_looked_at_inverted_is_read_as_stored()
    {
        FrameSource movie = Open("a.tif", Pages([Spot(220, 20)], 0, 8, photometric: 0));
        Assert.Equal(Expected(220), Levels(movie));
        Assert.Empty(movie.Notes);
    }

    [Fact]
    public void A_grey_palette_that_runs_backwards_is_the_same()
    {
        long[] falling = [.. Enumerable.Range(0, 768).Select(level => (255 - (level % 256)) * 257L)];
        FrameSource negative = Open("a.tif", Pages([Spot(220, 20)], 255, 8, photometric: 3, (320, 3, falling)));
        Assert.Equal(Expected(220), Levels(negative));
        AssertNote(negative, Said);
        Assert.Equal(Expected(220), Levels(Open("b.tif", Pages([Spot(220, 20)], 0, 8, photometric: 3, (320, 3, falling)))));
    }

    [Fact]
    public void The_first_frame_with_contrast_says_so_for_all() =>
        Assert.Equal(Expected(20, 220, 22), Levels(Open("a.tif", Pages([Level(20), Spot(220, 20), Level(22)], 255, 8, photometric: 0))));

    [Fact]
    public void Slices_are_projected_as_they_are_shown()
    {
        const string description = "ImageJ=1.54f\nimages=4\nslices=2\nframes=2\nhyperstack=true\n";
        byte[][] planes = [Spot(120, 20), Spot(220, 20), Spot(210, 20), Spot(110, 20)];
        Assert.Equal(Expected(220, 210),
            Levels(Open("a.tif", Pages(planes, 255, 8, 0, (270, 2, System.Text.Encoding.ASCII.GetBytes(description + "\0"))))));
    }

    [Theory]
    [InlineData(NetVips.Enums.ForeignTiffCompression.None, false)]
    [InlineData(NetVips.Enums.ForeignTiffCompression.None, true)]
    [InlineData(NetVips.Enums.ForeignTiffCompression.Ccittfax4, false)]
    [InlineData(NetVips.Enums.ForeignTiffCompression.Ccittfax4, true)]
    public void Single_bits_are_white_where_they_are_shown_white(NetVips.Enums.ForeignTiffCompression compression, bool zeroIsWhite)
    {
        using Mat disc = TestImages.Disc(64, 40);
        byte[] pixels = [.. MatSpans.Of<byte>(disc).ToArray().Select(value => value > 100 ? byte.MaxValue : (byte)0)];
        using var image = NetVips.Image.NewFromMemoryCopy<byte>(pixels, disc.Width, disc.Height, 1, NetVips.Enums.BandFormat.Uchar);
        image.Tiffsave(Folder["a.tif"], compression: compression, bitdepth: 1, miniswhite: zeroIsWhite);
        using MovieFrame frame = Assert.Single(FrameSource.Open(Folder["a.tif"]).Frames());
        Assert.Equal(pixels, MatSpans.Of<byte>(frame.Image.Pixels).ToArray());
    }

    /// <summary>A bright square on a ground.</summary>
    private static byte[] Spot(int level, int ground)
    {
        byte[] plane = Level(ground);
        for (int pixel = 0; pixel < 16; pixel++) plane[((3 + (pixel / 4)) * Width) + 8 + (pixel % 4)] = (byte)level;
        return plane;
    }

    /// <summary>Pages of planes, stored as what is missing to white; as they are where white is 0.</summary>
    private static TiffBytes Pages(IEnumerable<byte[]> planes, int white, int bits, int photometric, params (int, int, object)[] tags)
    {
        var tiff = new TiffBytes();
        foreach (byte[] plane in planes)
        {
            byte[] stored = [.. plane.SelectMany(value => tiff.Number(white == 0 ? value : white - value, bits / 8))];
            tiff.Page(Width, Height, stored, bits: bits, photometric: photometric, tags: tags);
        }

        return tiff;
    }
}
