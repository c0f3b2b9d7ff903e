using System.Text;
using OpenCvSharp;

namespace Elegans.Tests.Imaging.Video;

/// <summary>An AVI of Motion JPEG, written chunk by chunk, with whatever is wrong with it.</summary>
internal sealed record AviFile
{
    public int Frames { get; init; } = 12;

    /// <summary>Frames that are chunks of no bytes.</summary>
    public int[] Dropped { get; init; } = [];

    /// <summary>The frames that the header speaks of; their number unless given.</summary>
    public uint? Announced { get; init; }

    /// <summary>The length that the first RIFF chunk declares; its own unless given.</summary>
    public uint? Riff { get; init; }

    /// <summary>The length that the list of pictures declares; its own unless given.</summary>
    public uint? Movi { get; init; }

    public bool HasIndex { get; init; } = true;

    /// <summary>Frames in the first RIFF chunk, where there is a second (OpenDML).</summary>
    public int? FirstPart { get; init; }

    /// <summary>The picture of a frame: a disc whose grey level is 40 and 15 for each frame before it.</summary>
    public static int Level(int frame) => 40 + (15 * frame);

    public byte[] ToBytes()
    {
        byte[][] pictures = [.. Enumerable.Range(0, Frames).Select(frame => Dropped.Contains(frame) ? [] : Jpeg(Level(frame)))];
        int first = FirstPart ?? Frames;
        byte[] header = [.. "vids"u8, .. "MJPG"u8, .. Words(0, 0, 0, 1, 10, 0, Announced ?? (uint)Frames, 100_000, uint.MaxValue, 0), .. new byte[8]];
        byte[] format = [.. Words(40, 120, 80), 1, 0, 24, 0, .. "MJPG"u8, .. Words(120 * 80 * 3, 0, 0, 0, 0)];
        byte[] main = [.. Words(100_000, 0, 0, 0x10, Announced ?? (uint)Frames, 0, 1, 100_000, 120, 80), .. new byte[16]];
        byte[] list = List("hdrl", [.. Chunk("avih", main), .. List("strl", [.. Chunk("strh", header), .. Chunk("strf", format)])]);
        byte[] movi = List("movi", Pictures(pictures[..first]));
        if (Movi is { } length) BitConverter.GetBytes(length).CopyTo(movi, 4);
        byte[] body = [.. "AVI "u8, .. list, .. movi, .. HasIndex ? Index(pictures[..first]) : []];
        byte[] riff = Chunk("RIFF", body);
        if (Riff is { } declared) BitConverter.GetBytes(declared).CopyTo(riff, 4);
        return FirstPart is null ? riff : [.. riff, .. Chunk("RIFF", [.. "AVIX"u8, .. List("movi", Pictures(pictures[first..]))])];
    }

    private static byte[] Jpeg(int level)
    {
        using Mat disc = TestImages.Disc(level: level);
        Cv2.ImEncode(".jpg", disc, out byte[] bytes);
        return bytes;
    }

    private static byte[] Pictures(byte[][] pictures) => [.. pictures.SelectMany(picture => Chunk("00dc", picture))];

    private static byte[] Index(byte[][] pictures)
    {
        var index = new List<byte>();
        int at = 4;
        foreach (byte[] picture in pictures)
        {
            index.AddRange([.. "00dc"u8, .. Words(0x10, (uint)at, (uint)picture.Length)]);
            at += 8 + picture.Length + (picture.Length % 2);
        }

        return Chunk("idx1", [.. index]);
    }

    private static byte[] List(string type, byte[] content) => Chunk("LIST", [.. Encoding.ASCII.GetBytes(type), .. content]);

    private static byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}
