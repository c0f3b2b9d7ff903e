using System.Buffers.Binary;

namespace Elegans.Imaging.Tiff;

/// <summary>The size that a JPEG stream claims, read before a decoder allocates as much.</summary>
internal static class JpegSize
{
    private const int Searched = 1 << 16, Frame = 0xC0, LastFrame = 0xCF, Tables = 0xC4, Extension = 0xC8, Arithmetic = 0xCC, StartOfScan = 0xDA;

    /// <summary>Refuses a strip or tile whose stream is larger than itself.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">Where the stream begins.</param>
    /// <param name="width">Width of the strip or tile.</param>
    /// <param name="height">Its height.</param>
    /// <exception cref="InvalidDataException">It claims more, or no size at all.</exception>
    internal static void Check(TiffFile file, long at, long width, long height)
    {
        byte[] bytes = new byte[Math.Clamp(file.Length - at, 0, Searched)];
        file.Read(at, bytes);
        // Two bytes begin the stream; every marker up to the pixels then says how long it is.
        for (int marker = 2; marker + 9 <= bytes.Length && bytes[marker] == 0xFF;)
        {
            int kind = bytes[marker + 1];
            if (kind is >= Frame and <= LastFrame and not (Tables or Extension or Arithmetic))
            {
                if (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(marker + 5)) <= height
                    && BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(marker + 7)) <= width) return;
                throw new InvalidDataException("a strip or tile claims to be larger than it is");
            }

            if (kind == StartOfScan) break;
            marker += kind == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(marker + 2));
        }

        throw new InvalidDataException("a strip or tile has no size");
    }
}
