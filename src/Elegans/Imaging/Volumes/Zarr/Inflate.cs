using System.IO.Compression;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Decodes zlib and gzip.</summary>
internal static class Inflate
{
    /// <summary>Deflate makes data at most about a thousand times smaller.</summary>
    private const long MaxRatio = 1032;

    /// <summary>Decodes zlib into a place of known length.</summary>
    /// <returns>How many bytes it was.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or longer.</exception>
    internal static unsafe int Zlib(ReadOnlySpan<byte> from, Span<byte> to)
    {
        fixed (byte* begin = from)
        {
            using var stored = new UnmanagedMemoryStream(begin, from.Length);
            using var inflated = new ZLibStream(stored, CompressionMode.Decompress);
            return Read(inflated, to);
        }
    }

    /// <summary>Decodes zlib or gzip of a length that is not known.</summary>
    /// <param name="from">The compressed data.</param>
    /// <param name="isGzip">Whether it is gzip.</param>
    /// <param name="most">How many bytes it may be at most.</param>
    /// <exception cref="InvalidDataException">It is damaged, or longer.</exception>
    internal static byte[] Decode(byte[] from, bool isGzip, int most)
    {
        using var stored = new MemoryStream(from);
        using Stream inflated = isGzip ? new GZipStream(stored, CompressionMode.Decompress) : new ZLibStream(stored, CompressionMode.Decompress);
        byte[] decoded = new byte[(int)Math.Min(most, (from.Length * MaxRatio) + 64)];
        int read = Read(inflated, decoded);
        return read == decoded.Length ? decoded : decoded[..read];
    }

    private static int Read(Stream inflated, Span<byte> to)
    {
        int read = inflated.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
        return inflated.ReadByte() < 0 ? read : throw new InvalidDataException("it is longer than a chunk is.");
    }
}
