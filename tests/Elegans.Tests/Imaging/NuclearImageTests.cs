using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

public sealed class NuclearImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("grey.png", 8)]
    [InlineData("grey.tif", 8)]
    [InlineData("grey.jpg", 8)]
    [InlineData("grey.bmp", 8)]
    public void Common_formats_are_read(string name, int bits)
    {
        using NuclearImage image = NuclearImage.Read(TestImages.Disc().Save(folder[name]));
        Assert.Equal((120, 80, bits), (image.Width, image.Height, image.BitDepth));
        Assert.InRange(image.Pixels.Get<byte>(40, 40), 195, 205);
    }

    [Theory]
    [InlineData("deep.png")]
    [InlineData("deep.tif")]
    public void Sixteen_bits_stay_sixteen_bits(string name)
    {
        using NuclearImage image = NuclearImage.Read(TestImages.Disc(level: 40_000, type: MatType.CV_16UC1).Save(folder[name]));
        Assert.Equal(16, image.BitDepth);
        Assert.Equal(40_000, image.Pixels.Get<ushort>(40, 40));
    }

    [Fact]
    public void A_tiff_of_real_numbers_is_read()
    {
        using NuclearImage image = NuclearImage.Read(TestImages.Disc(level: 0.75, type: MatType.CV_32FC1).Save(folder["real.tif"]));
        Assert.Equal(ushort.MaxValue, image.Pixels.Get<ushort>(40, 40));
    }

    [Theory]
    [InlineData("epic.png")]
    [InlineData("epic.tif")]
    public void In_EPICs_colours_the_nuclei_are_green_even_where_the_reporter_outshines_them(string name)
    {
        string path = TestImages.Colour(TestImages.Black(), TestImages.Disc(level: 120), TestImages.Disc(level: 250)).Save(folder[name]);
        using NuclearImage image = NuclearImage.Read(path);
        Assert.InRange(image.Pixels.Get<byte>(40, 40), 118, 122);
    }

    [Fact]
    public void Where_green_is_empty_the_strongest_channel_is_taken()
    {
        string path = TestImages.Colour(TestImages.Black(), TestImages.Black(), TestImages.Disc(level: 250)).Save(folder["red.png"]);
        using NuclearImage image = NuclearImage.Read(path);
        Assert.Equal(250, image.Pixels.Get<byte>(40, 40));
    }

    [Theory]
    [InlineData(NuclearChannel.Red, 90)]
    [InlineData(NuclearChannel.Green, 60)]
    [InlineData(NuclearChannel.Blue, 30)]
    [InlineData(NuclearChannel.Brightest, 90)]
    public void The_channel_can_be_chosen(NuclearChannel channel, int level)
    {
        string path = TestImages.Colour(TestImages.Disc(level: 30), TestImages.Disc(level: 60), TestImages.Disc(level: 90)).Save(folder["colour.png"]);
        using NuclearImage image = NuclearImage.Read(path, new ReadOptions { Channel = channel });
        Assert.Equal(level, image.Pixels.Get<byte>(40, 40));
    }

    [Fact]
    public void What_is_no_image_is_refused_with_its_name()
    {
        string path = folder.Write("notes.png", "these are notes");
        Assert.StartsWith(path, Assert.Throws<InputException>(() => NuclearImage.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tiff_that_was_cut_off_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TestImages.Disc(600, 400, 40_000, MatType.CV_16UC1).Save(folder["whole.tif"]));
        string cut = folder.Write("cut.tif", whole.AsSpan(0, whole.Length / 2));
        Assert.Throws<InputException>(() => NuclearImage.Read(cut));
    }

    [Theory]
    [InlineData("claims.png")]
    [InlineData("claims.bmp")]
    public void A_header_that_claims_too_many_pixels_is_refused_before_anything_is_allocated(string name)
    {
        string path = TestImages.Disc().Save(folder[name]);
        byte[] bytes = File.ReadAllBytes(path);
        if (name.EndsWith("bmp", StringComparison.Ordinal))
        {
            BitConverter.GetBytes(60_000).CopyTo(bytes, 18);
            BitConverter.GetBytes(60_000).CopyTo(bytes, 22);
        }
        else
        {
            // The image header chunk: width and height, most significant byte first, then its checksum.
            byte[] size = [0, 0, 0xEA, 0x60];
            size.CopyTo(bytes, 16);
            size.CopyTo(bytes, 20);
            BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Crc(bytes.AsSpan(12, 17)))).CopyTo(bytes, 29);
        }

        File.WriteAllBytes(path, bytes);
        Assert.Contains(
            "claims frames of 60000 × 60000 pixels", Assert.Throws<InputException>(() => NuclearImage.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_a_damaged_file_stays_on_one_line()
    {
        string message = new InputException("card.json", $"is no JSON: '{string.Join('\n', Enumerable.Repeat("{ \"a\": 1 }", 200))}\0' at line 3.").Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 100, 450);
        Assert.EndsWith("at line 3.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65536, 65536, 0)]
    [InlineData(65537, 65536, 65536)]
    [InlineData(-4, -4, 16)]
    [InlineData(0, 0, 0)]
    public void Pixels_that_do_not_fill_an_image_make_none(int width, int height, int pixels) =>
        Assert.Throws<ArgumentException>(() => NuclearImage.FromPixels(width, height, new byte[pixels]));

    [Fact]
    public void A_limit_can_be_set()
    {
        string path = TestImages.Disc(100, 50).Save(folder["disc.tif"]);
        using (NuclearImage.Read(path, new ReadOptions { Limits = new InputLimits(5000) })) { }
        Assert.Contains("4999 in all", Assert.Throws<InputException>(() => NuclearImage.Read(path, new ReadOptions { Limits = new InputLimits(4999) })).Message,
            StringComparison.Ordinal);
        Assert.Contains("more than 10 frames", Assert.Throws<InputException>(
            () => FrameSource.Open(Repository.SampleMovie, new ReadOptions { Limits = new InputLimits(MaxFrames: 10) }).Frames().Sum(frame =>
        {
            frame.Dispose();
            return 1;
        })).Message, StringComparison.Ordinal);
        Assert.Contains("claims frames of", Assert.Throws<InputException>(
            () => FrameSource.Open(Repository.SampleMovie, new ReadOptions { Limits = new InputLimits(1000) })).Message, StringComparison.Ordinal);
    }

    /// <summary>The checksum of PNG chunks (ISO 3309).</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
