using System.Buffers.Binary;
using Elegans.Files;
using Microsoft.Win32.SafeHandles;

namespace Elegans.Imaging.Tiff;

/// <summary>
/// A TIFF, opened once: its byte order and its directories, read as they are asked for. Nothing is allocated that the file claims
/// without having it.
/// </summary>
/// <remarks>TIFF 6.0, and BigTIFF: https://www.awaresystems.be/imaging/tiff/bigtiff.html.</remarks>
internal sealed class TiffFile : IDisposable
{
    /// <summary>A page has some twenty tags; what claims more than this many is no directory.</summary>
    private const int MaxTags = 4096;

    /// <summary>Enough for the directory of an ordinary page, so that one read suffices.</summary>
    private const int Usual = 512;

    private readonly SafeFileHandle handle;

    private TiffFile(string path, SafeFileHandle handle)
    {
        (Path, this.handle, Length) = (path, handle, RandomAccess.GetLength(handle));
        Span<byte> header = stackalloc byte[16];
        int read = RandomAccess.Read(handle, header, 0);
        IsBigEndian = header[0] == 'M';
        int version = read >= 8 && (header.StartsWith("II"u8) || header.StartsWith("MM"u8)) ? Whole16(header[2..]) : 0;
        IsBig = version == 43;
        First = version == 42 ? Whole32(header[4..]) : IsBig && read == header.Length ? (long)Math.Min(Whole64(header[8..]), long.MaxValue) : -1;
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Bytes of the file.</summary>
    internal long Length { get; }

    /// <summary>Whether numbers are stored with their highest byte first.</summary>
    internal bool IsBigEndian { get; }

    /// <summary>Whether places are stored with 64 bits.</summary>
    internal bool IsBig { get; }

    /// <summary>Where the first directory is.</summary>
    internal long First { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It cannot be opened, or is no TIFF.</exception>
    internal static TiffFile Open(string path)
    {
        TiffFile? file = null;
        try
        {
            file = new TiffFile(path, File.OpenHandle(path, options: FileOptions.RandomAccess));
            if (file.First >= 0) return file;
            throw new InputException(path, "is not a TIFF, although it is called one; it may be damaged, or something else under that name.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new InputException(path, $"cannot be opened: {exception.Message}", exception);
        }
        catch (InputException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Reads a directory.</summary>
    /// <exception cref="EndOfStreamException">It is not inside the file.</exception>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal TiffDirectory Directory(long at)
    {
        int countSize = IsBig ? 8 : 2, entrySize = IsBig ? 20 : 12, linkSize = IsBig ? 8 : 4;
        if (at < 8 || at > Length - countSize) throw new EndOfStreamException("the file ends before a page that it announces");
        byte[] bytes = new byte[(int)Math.Min(Usual, Length - at)];
        Read(at, bytes);
        ulong tags = IsBig ? Whole64(bytes) : Whole16(bytes);
        if (tags is 0 or > MaxTags) throw new InvalidDataException(FormattableString.Invariant($"a page claims {tags} tags"));
        int needed = countSize + ((int)tags * entrySize) + linkSize;
        if (needed > bytes.Length)
        {
            if (needed - linkSize > Length - at) throw new EndOfStreamException("the file ends within the description of a page");
            // Some writers leave the last link out at the end of a file.
            bytes = new byte[Math.Min(needed, Length - at)];
            Read(at, bytes);
        }

        var entries = new TiffEntry[tags];
        for (int tag = 0; tag < entries.Length; tag++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(countSize + (tag * entrySize));
            var found = new TiffEntry((TagId)Whole16(entry), Whole16(entry[2..]), IsBig ? (long)Math.Min(Whole64(entry[4..]), long.MaxValue / 8)
                : Whole32(entry[4..]), 0);
            int valueAt = IsBig ? 12 : 8;
            bool isInside = found.Count <= linkSize && found.Count * found.Size <= linkSize;
            entries[tag] = found with
            {
                At = isInside ? at + countSize + (tag * entrySize) + valueAt : IsBig
                ? (long)Math.Min(Whole64(entry[valueAt..]), long.MaxValue) : Whole32(entry[valueAt..])
            };
        }

        int link = countSize + ((int)tags * entrySize);
        long next = link + linkSize > bytes.Length ? 0 : IsBig ? (long)Math.Min(Whole64(bytes.AsSpan(link)), long.MaxValue) : Whole32(bytes.AsSpan(link));
        return new TiffDirectory(this, at, entries, next, bytes);
    }

    /// <summary>Fills a buffer from a place.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    internal void Read(long at, Span<byte> into)
    {
        if (at < 0 || into.Length > Length - at) throw new EndOfStreamException("the file ends before its pixels do");
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(handle, into, at);
            if (read == 0) throw new EndOfStreamException("the file ends before its pixels do");
            at += read;
            into = into[read..];
        }
    }

    /// <summary>A number of 16 bits in the file's byte order.</summary>
    internal ushort Whole16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>A number of 32 bits in the file's byte order.</summary>
    internal uint Whole32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>A number of 64 bits in the file's byte order.</summary>
    internal ulong Whole64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
