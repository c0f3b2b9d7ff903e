using System.Buffers.Binary;
using Elegans.Imaging;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;

namespace Elegans.Training.Frames;

/// <summary>
/// Grey frames of 8 bits, one after the other, each found by its number: width and height before its pixels, and the
/// places of all frames at the end. With each goes the factor by which it was shrunk.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class FrameFile : IDisposable
{
    internal const int HeaderLength = 16, FooterLength = 16;
    internal const ulong Magic = 0x3153454D4152464C;
    private readonly SafeFileHandle file;
    private readonly long[] places;

    private FrameFile(SafeFileHandle file, long[] places) => (this.file, this.places) = (file, places);

    /// <summary>The number of frames.</summary>
    internal int Count => places.Length;

    /// <summary>Opens a file; null where it is missing or not whole.</summary>
    internal static FrameFile? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        SafeFileHandle opened = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        if (ReadPlaces(opened) is { } found) return new FrameFile(opened, found);
        opened.Dispose();
        return null;
    }

    /// <summary>One frame; the caller disposes it.</summary>
    internal NuclearImage this[int number]
    {
        get
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            _ = RandomAccess.Read(file, header, places[number]);
            int width = BinaryPrimitives.ReadInt32LittleEndian(header), height = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            var pixels = new Mat(height, width, MatType.CV_8UC1);
            return RandomAccess.Read(file, MatSpans.Of<byte>(pixels), places[number] + HeaderLength) == (long)width * height
                ? new NuclearImage(pixels)
                : throw new IOException($"Frame {number} of the frame cache cannot be read; was its file changed?");
        }
    }

    /// <summary>Pixels of a frame for each pixel of what it was made from.</summary>
    internal double ScaleOf(int number)
    {
        Span<byte> scale = stackalloc byte[sizeof(double)];
        _ = RandomAccess.Read(file, scale, places[number] + sizeof(double));
        return BinaryPrimitives.ReadDoubleLittleEndian(scale);
    }

    public void Dispose() => file.Dispose();

    private static long[]? ReadPlaces(SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        byte[] footer = new byte[FooterLength];
        if (length < FooterLength || RandomAccess.Read(file, footer, length - FooterLength) != FooterLength
            || BinaryPrimitives.ReadUInt64LittleEndian(footer) != Magic) return null;
        long count = BinaryPrimitives.ReadInt64LittleEndian(footer.AsSpan(8)), start = length - FooterLength - (count * sizeof(long));
        if (count is < 0 or > int.MaxValue / sizeof(long) || start < 0) return null;
        byte[] table = new byte[count * sizeof(long)];
        if (RandomAccess.Read(file, table, start) != table.Length) return null;
        return [.. Enumerable.Range(0, (int)count).Select(i => BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(i * sizeof(long))))];
    }
}
