using System.Buffers.Binary;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>
/// Decodes what Blosc (version 1) compressed: blocks of LZ4, Zstandard, zlib or BloscLZ, whose bytes or bits may be sorted by their
/// place in the samples.
/// </summary>
/// <remarks>https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst.</remarks>
internal static class Blosc
{
    private const int HeaderLength = 16, MaxSplits = 16, MinSplit = 128;
    private const byte ShuffledBytes = 1, Copied = 2, ShuffledBits = 4, NotSplit = 16;

    /// <summary>Decodes a chunk.</summary>
    /// <param name="from">The chunk.</param>
    /// <param name="most">How many bytes it may be at most.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not known.</exception>
    internal static byte[] Decode(ReadOnlySpan<byte> from, int most)
    {
        if (from.Length < HeaderLength) throw Damaged();
        byte flags = from[2];
        int typeSize = Math.Max((int)from[3], 1), length = BinaryPrimitives.ReadInt32LittleEndian(from[4..]),
            blockSize = BinaryPrimitives.ReadInt32LittleEndian(from[8..]);
        if (length < 0 || length > most || BinaryPrimitives.ReadInt32LittleEndian(from[12..]) > from.Length) throw Damaged();
        byte[] decoded = new byte[length];
        if (length == 0) return decoded;
        if ((flags & Copied) != 0)
        {
            if (from.Length - HeaderLength < length) throw Damaged();
            from.Slice(HeaderLength, length).CopyTo(decoded);
            return decoded;
        }

        if (blockSize <= 0) throw Damaged();
        blockSize = Math.Min(blockSize, length);
        long blocks = ((long)length + blockSize - 1) / blockSize;
        if (HeaderLength + (blocks * 4) > from.Length) throw Damaged();
        byte[] sorted = new byte[blockSize];
        for (int block = 0; block < blocks; block++)
        {
            Span<byte> to = decoded.AsSpan(block * blockSize, Math.Min(blockSize, length - (block * blockSize)));
            int start = BinaryPrimitives.ReadInt32LittleEndian(from[(HeaderLength + (block * 4))..]);
            if (start < HeaderLength || start > from.Length) throw Damaged();
            bool shufflesBytes = (flags & ShuffledBytes) != 0 && typeSize > 1, shufflesBits = (flags & ShuffledBits) != 0 && to.Length >= typeSize;
            Span<byte> target = shufflesBytes || shufflesBits ? sorted.AsSpan(0, to.Length) : to;
            bool isSplit = (flags & NotSplit) == 0 && typeSize <= MaxSplits && to.Length / typeSize >= MinSplit && to.Length == blockSize;
            DecodeBlock(from[start..], target, flags >> 5, isSplit ? typeSize : 1);
            if (shufflesBytes) UnshuffleBytes(target, to, typeSize);
            else if (shufflesBits) UnshuffleBits(target, to, typeSize);
        }

        return decoded;
    }

    private static void DecodeBlock(ReadOnlySpan<byte> from, Span<byte> to, int compressor, int splits)
    {
        int part = to.Length / splits;
        if (part * splits != to.Length) throw Damaged();
        for (int split = 0; split < splits; split++)
        {
            if (from.Length < 4) throw Damaged();
            int length = BinaryPrimitives.ReadInt32LittleEndian(from);
            if (length < 0 || length > from.Length - 4) throw Damaged();
            ReadOnlySpan<byte> stored = from.Slice(4, length);
            Span<byte> target = to.Slice(split * part, part);
            from = from[(4 + length)..];
            if (length == part)
            {
                stored.CopyTo(target);
                continue;
            }

            int written = compressor switch
            {
                0 => BloscLz.Decode(stored, target),
                1 => Lz4.Decode(stored, target),
                3 => Inflate.Zlib(stored, target),
                4 => Zstandard.Decode(stored, target),
                2 => throw new InvalidDataException("it is compressed with Blosc's Snappy, which is not read here."),
                _ => throw Damaged(),
            };
            if (written != part) throw Damaged();
        }
    }

    private static void UnshuffleBytes(ReadOnlySpan<byte> from, Span<byte> to, int typeSize)
    {
        int count = to.Length / typeSize, whole = count * typeSize;
        for (int place = 0; place < typeSize; place++)
        {
            ReadOnlySpan<byte> row = from.Slice(place * count, count);
            for (int i = 0, at = place; i < row.Length; i++, at += typeSize) to[at] = row[i];
        }

        from[whole..].CopyTo(to[whole..]);
    }

    private static void UnshuffleBits(ReadOnlySpan<byte> from, Span<byte> to, int typeSize)
    {
        int count = to.Length / typeSize, whole = count * typeSize, row = count / 8;
        if (count % 8 != 0)
        {
            from.CopyTo(to);
            return;
        }

        for (int place = 0; place < typeSize; place++)
        {
            ReadOnlySpan<byte> bits = from.Slice(place * 8 * row, 8 * row);
            for (int eight = 0; eight < row; eight++)
            {
                ulong square = 0;
                for (int bit = 0; bit < 8; bit++) square |= (ulong)bits[(bit * row) + eight] << (bit * 8);
                square = Transpose(square);
                for (int i = 0; i < 8; i++) to[(((eight * 8) + i) * typeSize) + place] = (byte)(square >> (i * 8));
            }
        }

        from[whole..].CopyTo(to[whole..]);
    }

    /// <summary>Transposes eight by eight bits (Warren, Hacker's Delight, 7-3).</summary>
    private static ulong Transpose(ulong square)
    {
        ulong swap = (square ^ (square >> 7)) & 0x00AA00AA00AA00AA;
        square ^= swap ^ (swap << 7);
        swap = (square ^ (square >> 14)) & 0x0000CCCC0000CCCC;
        square ^= swap ^ (swap << 14);
        swap = (square ^ (square >> 28)) & 0x00000000F0F0F0F0;
        return square ^ swap ^ (swap << 28);
    }

    private static InvalidDataException Damaged() => new("its Blosc data is damaged.");
}
