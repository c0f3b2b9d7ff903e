using System.IO.Compression;
using ZstdSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>
/// Decodes strips and tiles that LibTiff.NET decodes slowly or not at all: Deflate by the library that comes with .NET, which is several
/// times faster, and Zstandard.
/// </summary>
internal sealed class SegmentCodec
{
    private byte[] stored = [];

    /// <summary>Whether it decodes what a page is compressed with.</summary>
    internal static bool Decodes(TiffPage page) => Compressions.IsDeflate(page.Compression) || Compressions.IsZstandard(page.Compression);

    /// <summary>Decodes one strip or tile, its samples as they were before they were compressed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">The page.</param>
    /// <param name="at">Where the strip or tile begins.</param>
    /// <param name="count">How many bytes it has as stored.</param>
    /// <param name="into">Where it goes: as many bytes as it has when it is decoded.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    internal void Decode(TiffFile file, TiffPage page, long at, long count, Span<byte> into)
    {
        if (at <= 0 || count <= 0) throw new InvalidDataException("a strip or tile of it was never written");
        if (count > file.Length - at) throw new EndOfStreamException("the file ends before its pixels do");
        if (count > Array.MaxLength) throw new InvalidDataException("a strip or tile of it is larger than can be read");
        if (stored.Length < count) stored = new byte[count];
        Span<byte> packed = stored.AsSpan(0, (int)count);
        file.Read(at, packed);
        if (page.IsReversed) BitOrder.Reverse(packed);
        try
        {
            if ((Compressions.IsDeflate(page.Compression) ? Inflate((int)count, into) : Zstandard(packed, into)) < into.Length)
                throw new InvalidDataException("its compressed data ends too early");
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private int Inflate(int count, Span<byte> into)
    {
        using var inflate = new ZLibStream(new MemoryStream(stored, 0, count, writable: false), CompressionMode.Decompress);
        return inflate.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }

    private static int Zstandard(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        try
        {
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(packed, into);
        }
        catch (ZstdException exception)
        {
            throw new InvalidDataException("its Zstandard data is damaged", exception);
        }
    }
}
