using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Elegans.Imaging.Tiff;

/// <summary>Undoes what is done to samples so that they compress better: differences from the pixel before.</summary>
internal static class Predictor
{
    private const int None = 1, Differences = 2, RealDifferences = 3;

    /// <summary>Brings decoded rows into this machine's byte order, and adds the differences up.</summary>
    /// <param name="rows">The rows, without gaps.</param>
    /// <param name="rowBytes">Bytes of each.</param>
    /// <param name="page">The page they are of.</param>
    /// <param name="samples">Samples of each pixel in them.</param>
    /// <param name="isSwapped">Whether the file's byte order is not this machine's.</param>
    /// <exception cref="InvalidDataException">The page has no such samples.</exception>
    internal static void Undo(Span<byte> rows, int rowBytes, TiffPage page, int samples, bool isSwapped)
    {
        int size = page.Type.Bits / 8;
        if (page.Predictor == RealDifferences)
        {
            if (page.Type.Bits is not (16 or 32 or 64)) throw new InvalidDataException("its differences are of no real numbers");
            byte[] planes = new byte[rowBytes];
            for (int at = 0; at + rowBytes <= rows.Length; at += rowBytes) Reals(rows.Slice(at, rowBytes), planes, samples, size);
            return;
        }

        if (isSwapped) Swap(rows, page.Type.Bits);
        if (page.Predictor == None) return;
        if (page.Predictor != Differences || page.Type.Bits is not (8 or 16 or 32 or 64))
            throw new InvalidDataException("its differences are of a kind that is not known");
        for (int at = 0; at + rowBytes <= rows.Length; at += rowBytes)
        {
            Span<byte> row = rows.Slice(at, rowBytes);
            switch (size)
            {
                case 1:
                    for (int next = samples; next < row.Length; next++) row[next] += row[next - samples];
                    break;
                case 2:
                    Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
                    for (int next = samples; next < words.Length; next++) words[next] += words[next - samples];
                    break;
                case 4:
                    Span<uint> doubles = MemoryMarshal.Cast<byte, uint>(row);
                    for (int next = samples; next < doubles.Length; next++) doubles[next] += doubles[next - samples];
                    break;
                default:
                    Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(row);
                    for (int next = samples; next < quads.Length; next++) quads[next] += quads[next - samples];
                    break;
            }
        }
    }

    private static void Swap(Span<byte> rows, int bits)
    {
        switch (bits)
        {
            case 16:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(rows), MemoryMarshal.Cast<byte, ushort>(rows));
                break;
            case 24:
                for (int at = 0; at + 3 <= rows.Length; at += 3) (rows[at], rows[at + 2]) = (rows[at + 2], rows[at]);
                break;
            case 32:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(rows), MemoryMarshal.Cast<byte, uint>(rows));
                break;
            case 64:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(rows), MemoryMarshal.Cast<byte, ulong>(rows));
                break;
            default:
                break;
        }
    }

    /// <summary>Real numbers are stored byte by byte: first all highest bytes, then all next ones, as differences.</summary>
    private static void Reals(Span<byte> row, byte[] planes, int samples, int size)
    {
        for (int next = samples; next < row.Length; next++) row[next] += row[next - samples];
        row.CopyTo(planes);
        int numbers = row.Length / size;
        for (int number = 0; number < numbers; number++)
        {
            for (int part = 0; part < size; part++)
                row[(number * size) + (BitConverter.IsLittleEndian ? size - 1 - part : part)] = planes[(part * numbers) + number];
        }
    }
}
