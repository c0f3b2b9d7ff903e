using System.Buffers.Binary;
using System.Text;
using Elegans.Files;

namespace Elegans.Imaging;

/// <summary>
/// Tells a movie that was cut off from a whole one, by the lengths its outermost chunks declare. A decoder would
/// quietly return fewer frames.
/// </summary>
/// <remarks>ISO/IEC 14496-12 (boxes of .mp4 and .mov) and Microsoft RIFF (.avi).</remarks>
internal static class MovieContainer
{
    internal static void RequireComplete(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[16];
        int read = stream.ReadAtLeast(header, 16, throwOnEndOfStream: false);
        if (read < 12) throw new InputException(path, $"is no movie: it has only {stream.Length} bytes.");
        string first = Encoding.Latin1.GetString(header[..4]), second = Encoding.Latin1.GetString(header[4..8]);
        if (first == "RIFF") RequireLength(path, 8L + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), stream.Length);
        else if (second is "ftyp" or "moov" or "mdat" or "wide" or "free" or "skip" or "pnot") WalkBoxes(path, stream);
    }

    /// <summary>Whether a file is an AVI, whatever its name.</summary>
    internal static bool IsAvi(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[12];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header[..4].SequenceEqual("RIFF"u8) && header[8..].SequenceEqual("AVI "u8);
    }

    private static void WalkBoxes(string path, FileStream stream)
    {
        Span<byte> header = stackalloc byte[16];
        long position = 0;
        while (position + 8 <= stream.Length)
        {
            stream.Position = position;
            int read = stream.ReadAtLeast(header, 16, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 0) return; // the last box, which runs to the end of the file
            if (size == 1 && read == 16) size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), long.MaxValue / 2);
            if (size < 8) return; // not a box; whether it matters is for the decoder to say
            position += size;
        }

        RequireLength(path, position, stream.Length);
    }

    private static void RequireLength(string path, long declared, long actual)
    {
        if (declared > actual)
            throw new InputException(path, $"is cut off: it declares {declared:N0} bytes and has {actual:N0}. Copy it again from its source.");
    }
}
