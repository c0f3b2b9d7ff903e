using System.Buffers.Binary;
using System.Text;
using Elegans.Files;
using Elegans.Imaging;
using NetVips;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Stills;

/// <summary>Animations are movies, of which every frame is read; pictures are known by what they hold.</summary>
public sealed class AnimationTests : IDisposable
{
    private static readonly int[] Levels = [50, 100, 150, 200, 250];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("movie.gif", "animated GIF")]
    [InlineData("movie.webp", "animated WebP")]
    [InlineData("gif.png", "animated GIF")]
    public void Every_frame_of_an_animation_is_read(string name, string format)
    {
        SaveAnimation(name);
        FrameSource movie = FrameSource.Open(folder[name]);
        Assert.Equal((SourceKind.Video, format, 5, true), (movie.Description.Kind, movie.Description.Format, movie.AnnouncedFrames, movie.IsMovie));
        (int Index, int Level)[] read = ReadFrames.Of(movie);
        Assert.Equal(Enumerable.Range(0, 5), read.Select(frame => frame.Index));
        Assert.All(read, frame => Assert.InRange(frame.Level, Levels[frame.Index] - 3, Levels[frame.Index] + 3));
    }

    [Fact]
    public void A_gif_of_one_frame_is_a_picture()
    {
        using (Image one = Grey(200)) one.Gifsave(folder["one.gif"]);
        Assert.False(FrameSource.Open(folder["one.gif"]).IsMovie);
        using NuclearImage image = NuclearImage.Read(folder["one.gif"]);
        Assert.Equal(120, image.Width);
    }

    [Fact]
    public void Every_frame_of_an_animated_png_is_read()
    {
        FrameSource movie = FrameSource.Open(AnimatedPng("movie.png"));
        Assert.Equal("animated PNG (PNG)", movie.Description.Format);
        Assert.Equal([(0, 50), (1, 100), (2, 150), (3, 200), (4, 250)], ReadFrames.Of(movie));
    }

    [Theory]
    [InlineData("movie.gif")]
    [InlineData("movie.webp")]
    [InlineData("movie.pgm")]
    [InlineData("movie.png")]
    public void One_that_was_cut_off_after_any_tenth_is_refused(string name)
    {
        if (name.EndsWith(".pgm", StringComparison.Ordinal)) TestImages.Disc().Save(folder[name]);
        else if (name.EndsWith(".png", StringComparison.Ordinal)) AnimatedPng(name);
        else SaveAnimation(name);
        byte[] whole = File.ReadAllBytes(folder[name]);
        for (int tenths = 0; tenths < 10; tenths++)
        {
            string cut = folder.Write($"cut-{name}", whole.AsSpan(0, whole.Length * tenths / 10));
            InputException? refused = Record.Exception(() => ReadFrames.Of(FrameSource.Open(cut))) as InputException;
            Assert.True(refused is not null, $"{tenths} tenths of {name} were read.");
        }
    }

    [Theory]
    [InlineData(".jpg", "really.png", "JPEG")]
    [InlineData(".png", "really.jpg", "PNG")]
    [InlineData(".png", "really", "PNG")]
    [InlineData(".bmp", "really.gif", "BMP")]
    [InlineData(".webp", "a.png[n=3]", "WebP")]
    [InlineData(".pgm", "grey.dat", "portable map")]
    public void A_picture_under_another_kinds_name_is_read(string written, string name, string format)
    {
        File.Move(TestImages.Disc(level: 200).Save(folder[$"written{written}"]), folder[name]);
        Assert.Equal(format, FrameSource.Open(folder[name]).Description.Format);
        using NuclearImage image = NuclearImage.Read(folder[name]);
        Assert.InRange(image.Pixels.Get<byte>(40, 40), 195, 205);
    }

    private void SaveAnimation(string name)
    {
        using Image frames = Image.Arrayjoin([.. Levels.Select(Grey)], across: 1);
        using Image paged = frames.Mutate(image => image.Set(GValue.GIntType, "page-height", 80));
        if (name.EndsWith(".webp", StringComparison.Ordinal)) paged.Webpsave(folder[name], lossless: true);
        else paged.Gifsave(folder[name]);
    }

    private static Image Grey(int level)
    {
        using Mat disc = TestImages.Disc(level: level);
        using Image grey = Image.NewFromMemoryCopy<byte>(MatSpans.Of<byte>(disc).ToArray(), 120, 80, 1, Enums.BandFormat.Uchar);
        return grey.Copy(interpretation: Enums.Interpretation.Bw);
    }

    /// <summary>An animated PNG from pictures: its control chunk, and for each frame one of its own (W3C, PNG third edition).</summary>
    private string AnimatedPng(string name)
    {
        byte[][] pictures = [.. Levels.Select(level => File.ReadAllBytes(TestImages.Disc(level: level).Save(folder["frame.png"])))];
        var file = new List<byte>(pictures[0][..33]);
        file.AddRange(Chunk("acTL", [0, 0, 0, 5, 0, 0, 0, 0]));
        byte number = 0;
        for (int frame = 0; frame < pictures.Length; frame++)
        {
            file.AddRange(Chunk("fcTL", [0, 0, 0, number++, 0, 0, 0, 120, 0, 0, 0, 80, .. new byte[8], 0, 1, 0, 10, 0, 0]));
            byte[] data = Data(pictures[frame]);
            file.AddRange(frame == 0 ? Chunk("IDAT", data) : Chunk("fdAT", [0, 0, 0, number++, .. data]));
        }

        file.AddRange(Chunk("IEND", []));
        return folder.Write(name, [.. file]);
    }

    private static byte[] Data(byte[] png)
    {
        var data = new List<byte>();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT") data.AddRange(png.AsSpan(at + 8, length));
            at += 12 + length;
        }

        return [.. data];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content], whole = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(whole, content.Length);
        named.CopyTo(whole, 4);
        uint crc = uint.MaxValue;
        foreach (byte value in named)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(named.Length + 4), ~crc);
        return whole;
    }
}
