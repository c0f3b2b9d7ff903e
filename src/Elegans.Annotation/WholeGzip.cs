using System.Buffers.Binary;
using System.IO.Compression;

namespace Elegans.Annotation;

/// <summary>
/// What a gzip file holds, down to its end: .NET takes a file that was cut off for one that ends there, and a table would
/// quietly be shorter. The last four bytes say how long the content is (RFC 1952).
/// </summary>
internal sealed class WholeGzip : Stream
{
    /// <summary>No table of nuclei comes near it; a few bytes can claim any length.</summary>
    private const long MaxBytes = 2L << 30;

    /// <summary>The empty block that ends files of bgzip, whose blocks each say their own length.</summary>
    private static readonly byte[] BlockedEnd = Convert.FromHexString("1f8b08040000000000ff0600424302001b0003000000000000000000");
    private readonly GZipStream content;
    private readonly uint declared;
    private readonly bool isBlocked;
    private long total;

    internal WholeGzip(FileStream file)
    {
        byte[] end = new byte[BlockedEnd.Length];
        file.Position = Math.Max(0, file.Length - end.Length);
        int read = file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        declared = read >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(read - sizeof(uint))) : 0;
        isBlocked = end.AsSpan().SequenceEqual(BlockedEnd);
        file.Position = 0;
        content = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => total;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file ends before its content does, or holds too much.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        total += read;
        if (read == 0 && buffer.Length > 0 && !isBlocked && declared != (uint)total) throw new InvalidDataException(
            "it is cut off; copy it again from its source.");
        return total <= MaxBytes ? read : throw new InvalidDataException("it unfolds to more than two gigabytes.");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
