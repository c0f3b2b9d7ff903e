using System.IO.Compression;
using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>How samples are stored: their types, palettes, strips and tiles, and what they are compressed with.</summary>
public sealed class PixelTests : TiffTests
{
    private static readonly int[] Ramp = [.. Enumerable.Range(0, Width * Height).Select(pixel => pixel)];

    [Theory]
    [InlineData(8, 1, false)]
    [InlineData(16, 1, false)]
    [InlineData(16, 1, true)]
    [InlineData(32, 1, true)]
    [InlineData(8, 2, false)]
    [InlineData(16, 2, true)]
    [InlineData(32, 2, false)]
    [InlineData(16, 3, true)]
    [InlineData(32, 3, false)]
    [InlineData(32, 3, true)]
    [InlineData(64, 3, true)]
    [InlineData(24, 1, false)]
    [InlineData(24, 1, true)]
    public void Samples_of_every_type_keep_their_order(int bits, int kind, bool bigEndian)
    {
        int[] values = [.. Ramp.Select(value => kind == 2 ? value - 125 : value)];
        byte[] bytes = [.. values.SelectMany(value => Sample(value, bits, kind, bigEndian))];
        using MovieFrame frame = Only(new TiffBytes(bigEndian).Page(Width, Height, bytes, bits: bits, tags: [(339, 3, new long[] { kind })]));
        double[] read = Values(frame);
        double scale = kind == 1 && bits <= 16 ? 1 : 65535.0 / Ramp[^1];
        for (int pixel = 0; pixel < read.Length; pixel++) Assert.Equal((values[pixel] - values[0]) * scale, read[pixel] - read[0], tolerance: 1);
        Assert.Equal(kind == 1 && bits == 8 ? 8 : 16, frame.Image.BitDepth);
    }

    [Fact]
    public void Twelve_bits_packed_are_unpacked()
    {
        byte[] packed = [.. Ramp.Chunk(2).SelectMany(pair =>
            new[] { (byte)(pair[0] * 16 >> 4), (byte)((pair[0] * 16 << 4) | (pair[1] * 16 >> 8)), (byte)(pair[1] * 16) })];
        using MovieFrame frame = Only(new TiffBytes().Page(Width, Height, packed, bits: 12));
        Assert.Equal(Ramp.Select(value => value * 16.0), Values(frame));
    }

    [Fact]
    public void Strips_and_tiles_are_put_together()
    {
        byte[] bytes = [.. Ramp.Select(value => (byte)value)];
        var strips = new TiffBytes();
        // The last strip is shorter, and they do not follow each other.
        int[] at = new int[3];
        foreach (int strip in new[] { 2, 0, 1 }) at[strip] = strips.Add(bytes.AsSpan(strip * 5 * Width, Math.Min(5, Height - (strip * 5)) * Width));
        strips.Page(Width, Height, [],
            tags: [(278, 4, new long[] { 5 }), (273, 4, at.Select(place => (long)place).ToArray()), (279, 4, new long[] { 5 * Width, 5 * Width, 2 * Width })]);
        using (MovieFrame frame = Only(strips)) Assert.Equal(Ramp.Select(value => (double)value), Values(frame));

        var tiles = new TiffBytes();
        var places = new List<long>();
        for (int left = 0; left < Width; left += 16)
        {
            byte[] tile = new byte[16 * 16];
            for (int pixel = 0; pixel < tile.Length; pixel++)
                if (left + (pixel % 16) < Width && pixel / 16 < Height) tile[pixel] = bytes[(pixel / 16 * Width) + left + (pixel % 16)];
            places.Add(tiles.Add(tile));
        }

        tiles.Page(Width, Height, [], tags: [(322, 3, new long[] { 16 }), (323, 3, new long[] { 16 }), (324, 4, places.ToArray()),
            (325, 4, new long[] { 256, 256 })]);
        using (MovieFrame frame = Only(tiles)) Assert.Equal(Ramp.Select(value => (double)value), Values(frame));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void Deflate_is_read_with_and_without_differences(bool bigEndian, int predictor)
    {
        int[] values = [.. Ramp.Select(value => value * 200)];
        IEnumerable<int> stored = predictor == 1 ? values : values.Select((value, pixel) => pixel % Width == 0 ? value : value - values[pixel - 1]);
        var tiff = new TiffBytes(bigEndian);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write([.. stored.SelectMany(value =>
            tiff.Number(value & 0xFFFF, 2))]);
        using MovieFrame frame = Only(
            tiff.Page(Width, Height, packed.ToArray(), bits: 16, tags: [(259, 3, new long[] { 8 }), (317, 3, new long[] { predictor })]));
        Assert.Equal(values.Select(value => (double)value), Values(frame));
    }

    [Fact]
    public void Deflate_is_read_with_differences_of_real_numbers()
    {
        // All highest bytes of a row, then all next ones, as differences.
        var stored = new List<byte>();
        foreach (int[] row in Ramp.Chunk(Width))
        {
            byte[] planes = [.. Enumerable.Range(0, 4).SelectMany(part => row.Select(value => BitConverter.GetBytes((float)value)[3 - part]))];
            stored.AddRange(planes.Select((value, at) => at == 0 ? value : (byte)(value - planes[at - 1])));
        }

        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(stored.ToArray());
        using MovieFrame frame = Only(new TiffBytes()
            .Page(Width, Height, packed.ToArray(), bits: 32, tags: [(259, 3, new long[] { 8 }), (317, 3, new long[] { 3 }), (339, 3, new long[] { 3 })]));
        double[] read = Values(frame);
        for (int pixel = 0; pixel < read.Length; pixel++) Assert.Equal(pixel * 65535.0 / Ramp[^1], read[pixel], tolerance: 1);
    }

    [Theory]
    [InlineData(50000, false, 1)]
    [InlineData(34926, true, 1)]
    [InlineData(50000, false, 2)]
    [InlineData(50000, true, 2)]
    public void Zstandard_is_read_with_and_without_differences(int compression, bool bigEndian, int predictor)
    {
        int[] values = [.. Ramp.Select(value => value * 200)];
        IEnumerable<int> stored = predictor == 1 ? values : values.Select((value, pixel) => pixel % Width == 0 ? value : value - values[pixel - 1]);
        var tiff = new TiffBytes(bigEndian);
        using var compressor = new ZstdSharp.Compressor();
        byte[] packed = compressor.Wrap([.. stored.SelectMany(value => tiff.Number(value & 0xFFFF, 2))]).ToArray();
        (int, int, object)[] tags = [(259, 3, new long[] { compression }), (317, 3, new long[] { predictor })];
        using (MovieFrame frame = Only(tiff.Page(Width, Height, packed, bits: 16, tags: tags)))
            Assert.Equal(values.Select(value => (double)value), Values(frame));
        // One that is cut off, one that is none, and one that holds more than the page.
        foreach (byte[] damaged in new[] { packed[..^9], Level(77), compressor.Wrap(new byte[100_000]).ToArray(), compressor.Wrap(new byte[10]).ToArray() })
            Assert.Contains("damaged", Refusal("b.tif", new TiffBytes().Page(Width, Height, damaged, bits: 16, tags: tags)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raw", 8)]
    [InlineData("raw", 16)]
    [InlineData("raw", 12)]
    [InlineData("deflate", 16)]
    [InlineData("zstd", 16)]
    [InlineData("packbits", 16)]
    public void Bytes_whose_lowest_bit_comes_first_are_read(string compression, int bits)
    {
        byte[] bytes = bits == 8 ? [.. Ramp.Select(value => (byte)value)]
            : bits == 16 ? [.. Ramp.SelectMany(value => BitConverter.GetBytes((ushort)value))]
            : [.. Ramp.Chunk(2).SelectMany(pair => new[] { (byte)(pair[0] >> 4), (byte)((pair[0] << 4) | (pair[1] >> 8)), (byte)pair[1] })];
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(bytes);
        using var compressor = new ZstdSharp.Compressor();
        (int number, byte[] stored) = compression switch
        {
            "deflate" => (8, packed.ToArray()),
            "zstd" => (50000, compressor.Wrap(bytes).ToArray()),
            // A row at a time, each as it is behind its length.
            "packbits" => (32773, bytes.Chunk(Width * 2).SelectMany(row => new[] { (byte)(row.Length - 1) }.Concat(row)).ToArray()),
            _ => (1, bytes),
        };
        byte[] reversed = [.. stored.Select(value => (byte)Enumerable.Range(0, 8).Sum(bit => ((value >> bit) & 1) << (7 - bit)))];
        using MovieFrame frame = Only(new TiffBytes()
            .Page(Width, Height, reversed, bits: bits, tags: [(259, 3, new long[] { number }), (266, 3, new long[] { 2 })]));
        Assert.Equal(Ramp.Select(value => (double)value), Values(frame));
    }

    [Theory]
    [InlineData("lzw")]
    [InlineData("packbits")]
    [InlineData("jpeg")]
    public void What_other_programs_compress_is_read(string compression)
    {
        using Mat disc = TestImages.Disc();
        using var image = NetVips.Image.NewFromMemoryCopy<byte>(MatSpans.Of<byte>(disc).ToArray(), disc.Width, disc.Height, 1, NetVips.Enums.BandFormat.Uchar);
        using NetVips.Image colour = image.Bandjoin(image * 0, image * 0.5).Cast(NetVips.Enums.BandFormat.Uchar)
            .Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        NetVips.Enums.ForeignTiffCompression kind = Enum.Parse<NetVips.Enums.ForeignTiffCompression>(compression, ignoreCase: true);
        image.Tiffsave(Folder["grey.tif"], compression: kind, q: 95);
        colour.Tiffsave(Folder["colour.tif"], compression: kind, q: 95);
        Assert.InRange(Levels(FrameSource.Open(Folder["grey.tif"]))[0].Level, 188, 212);
        Assert.InRange(Levels(FrameSource.Open(Folder["colour.tif"], new ReadOptions { Channel = NuclearChannel.Red }))[0].Level, 185, 215);
        Assert.InRange(Levels(FrameSource.Open(Folder["colour.tif"], new ReadOptions { Channel = NuclearChannel.Blue }))[0].Level, 85, 115);
    }

    [Theory]
    [InlineData(34925, "LZMA")]
    [InlineData(50001, "WebP")]
    [InlineData(34887, "LERC")]
    [InlineData(34712, "JPEG 2000")]
    [InlineData(12345, "number 12345")]
    public void What_is_compressed_otherwise_is_refused_by_name_with_the_remedy(int compression, string name)
    {
        string said = Refusal("a.tif", new TiffBytes().Page(Width, Height, Level(1), tags: [(259, 3, new long[] { compression })]));
        Assert.Contains(name, said, StringComparison.Ordinal);
        Assert.Contains("Save it with LZW or uncompressed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Complex_numbers_are_refused() =>
        Assert.Contains("complex", Refusal("a.tif",
            new TiffBytes().Page(Width, Height, new byte[Width * Height * 8], bits: 64, tags: [(339, 3, new long[] { 6 })])), StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e30f)]
    [InlineData(-1e30f)]
    public void What_is_no_number_and_what_is_far_off_all_others_makes_nothing_black(float odd)
    {
        float[] values = [.. Ramp.Select(value => (float)value)];
        values[7] = odd;
        byte[] bytes = [.. values.SelectMany(BitConverter.GetBytes)];
        using MovieFrame frame = Only(new TiffBytes().Page(Width, Height, bytes, bits: 32, tags: [(339, 3, new long[] { 3 })]));
        double[] read = Values(frame);
        Assert.Equal(odd == 1e30f ? 65535 : 0, read[7]);
        Assert.Equal(100 * 65535.0 / Ramp[^1], read[100], tolerance: 2);
    }

    [Fact]
    public void The_values_of_a_lookup_table_are_the_stored_ones_and_false_colours_are_said()
    {
        long[] green = [.. new long[256], .. Enumerable.Range(0, 256).Select(level => level * 257L), .. new long[256]];
        FrameSource plain = Open("a.tif", new TiffBytes().Page(Width, Height, Level(77), photometric: 3, tags: [(320, 3, green)]));
        Assert.Equal(Expected(77), Levels(plain));
        Assert.Empty(plain.Notes);
        long[] jet = [.. new[] { 3.0, 2.0, 1.0 }.SelectMany(at =>
            Enumerable.Range(0, 256).Select(level => (long)(Math.Clamp(1.5 - Math.Abs((level / 64.0) - at), 0, 1) * 65535)))];
        FrameSource shown = Open("b.tif", new TiffBytes().Page(Width, Height, Level(77), photometric: 3, tags: [(320, 3, jet)]));
        Assert.Equal(Expected(77), Levels(shown));
        AssertNote(shown, "false colours");
    }

    [Fact]
    public void Of_a_picture_with_a_list_of_colours_the_colours_are_read()
    {
        var random = new Random(1);
        long[] list = [.. Enumerable.Range(0, 768).Select(_ => random.Next(256) * 257L)];
        FrameSource picture = Open("a.tif", new TiffBytes().Page(Width, Height, Level(77), photometric: 3, tags: [(320, 3, list)]),
            new ReadOptions { Channel = NuclearChannel.Red });
        Assert.Equal(Expected((int)(list[77] / 257)), Levels(picture));
        AssertNote(picture, "list of colours", InputRemedy.Colour);
    }

    [Fact]
    public void Inverted_display_leaves_the_values_as_stored() =>
        Assert.Equal(Expected(77), Levels(Open("a.tif", new TiffBytes().Page(Width, Height, Level(77), photometric: 0))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Colours_are_told_apart_and_two_samples_that_are_none_are_channels(int planar)
    {
        byte[] three = planar == 1 ? [.. Enumerable.Range(0, Width * Height).SelectMany(_ => new byte[] { 10, 20, 30 })]
            : [.. Level(10), .. Level(20), .. Level(30)];
        TiffBytes colour = new TiffBytes();
        int at = colour.Add(three);
        long[] places = planar == 1 ? [at] : [at, at + (Width * Height), at + (2 * Width * Height)];
        colour.Page(Width, Height, [], samples: 3, photometric: 2,
            tags: [(284, 3, new long[] { planar }), (273, 4, places), (279, 4, places.Select(_ => (long)three.Length / places.Length).ToArray())]);
        foreach ((NuclearChannel channel, int level) in new[] { (NuclearChannel.Red, 10), (NuclearChannel.Green, 20), (NuclearChannel.Blue, 30) })
            Assert.Equal(Expected(level), Levels(Open("a.tif", colour, new ReadOptions { Channel = channel })));

        byte[] two = [.. Enumerable.Range(0, Width * Height).SelectMany(_ => new byte[] { 10, 20 })];
        TiffBytes channels = new TiffBytes().Page(Width, Height, two, samples: 2);
        Assert.Equal(InputRemedy.StackChannel, Refused("b.tif", channels).Remedy);
        Assert.Equal(Expected(20), Levels(Open("b.tif", channels, new ReadOptions { StackChannel = 2 })));
    }

    private static byte[] Sample(int value, int bits, int kind, bool bigEndian)
    {
        byte[] bytes = (kind, bits) switch
        {
            (3, 16) => BitConverter.GetBytes((Half)value),
            (3, 32) => BitConverter.GetBytes((float)value),
            (3, _) => BitConverter.GetBytes((double)value),
            _ => BitConverter.GetBytes((long)value)[..(bits / 8)],
        };
        if (bigEndian) Array.Reverse(bytes);
        return bytes;
    }

    private static double[] Values(MovieFrame frame)
    {
        using Mat real = new();
        frame.Image.Pixels.ConvertTo(real, MatType.CV_64F);
        return MatSpans.Of<double>(real).ToArray();
    }

    private MovieFrame Only(TiffBytes tiff) => Assert.Single(Open("a.tif", tiff).Frames());
}
