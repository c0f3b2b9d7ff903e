using System.Buffers.Binary;

namespace Elegans.Imaging.Stills;

/// <summary>Tells an animated PNG from a picture.</summary>
/// <remarks>The control chunk of an animation stands before the picture's own data (W3C, PNG third edition).</remarks>
internal static class PngAnimation
{
    /// <summary>Chunks that are looked at before the picture's data must have come.</summary>
    private const int MaxChunks = 256;

    /// <summary>Whether a PNG goes on to its end mark.</summary>
    internal static bool IsWhole(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[8];
        for (long at = 8; at + 12 <= stream.Length; at += 12L + BinaryPrimitives.ReadUInt32BigEndian(header))
        {
            stream.Position = at;
            stream.ReadExactly(header);
            if (header[4..].SequenceEqual("IEND"u8)) return true;
        }

        return false;
    }

    /// <summary>Whether a PNG has more than one frame.</summary>
    internal static bool Is(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[12];
        long at = 8;
        for (int chunk = 0; chunk < MaxChunks; chunk++)
        {
            stream.Position = at;
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return false;
            ReadOnlySpan<byte> name = header[4..8];
            if (name.SequenceEqual("acTL"u8)) return BinaryPrimitives.ReadUInt32BigEndian(header[8..]) > 1;
            if (name.SequenceEqual("IDAT"u8) || name.SequenceEqual("IEND"u8)) return false;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(header);
        }

        return false;
    }
}
