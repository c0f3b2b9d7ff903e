namespace Elegans.Files;

/// <summary>A stream whose beginning was looked at and is read all the same: pipes and compressed files cannot be rewound.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream rest;
    private readonly byte[] begin;
    private int given;

    internal PeekedStream(Stream stream, int bytes)
    {
        rest = stream;
        byte[] buffer = new byte[bytes];
        begin = buffer[..stream.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false)];
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
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes; fewer than were asked for where the stream is shorter.</summary>
    internal ReadOnlySpan<byte> Begin => begin;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (given == begin.Length) return rest.Read(buffer);
        int read = Math.Min(buffer.Length, begin.Length - given);
        begin.AsSpan(given, read).CopyTo(buffer);
        given += read;
        return read;
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
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
