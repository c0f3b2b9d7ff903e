namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Decodes a block of LZ4.</summary>
/// <remarks>https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md.</remarks>
internal static class Lz4
{
    private const int MinMatch = 4;

    /// <summary>Decodes a block.</summary>
    /// <returns>How many bytes it was.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static int Decode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int read = 0, written = 0;
        while (read < from.Length)
        {
            byte token = from[read++];
            int literals = Length(from, ref read, token >> 4);
            if (literals > from.Length - read || literals > to.Length - written) throw Damaged();
            from.Slice(read, literals).CopyTo(to[written..]);
            read += literals;
            written += literals;
            // The last sequence has no match.
            if (read == from.Length) return written;
            if (from.Length - read < 2) throw Damaged();
            int distance = from[read] | (from[read + 1] << 8);
            read += 2;
            int match = Length(from, ref read, token & 15) + MinMatch;
            RepeatedBytes.Copy(to, ref written, distance, match);
        }

        throw Damaged();
    }

    private static int Length(ReadOnlySpan<byte> from, ref int read, int begin)
    {
        int length = begin;
        if (begin < 15) return length;
        byte more;
        do
        {
            if (read >= from.Length || length > int.MaxValue / 2) throw Damaged();
            more = from[read++];
            length += more;
        }
        while (more == 255);
        return length;
    }

    private static InvalidDataException Damaged() => new("its LZ4 data is damaged.");
}
