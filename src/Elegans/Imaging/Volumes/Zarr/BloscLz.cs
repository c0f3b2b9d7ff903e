namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Decodes BloscLZ, Blosc's own compressor.</summary>
/// <remarks>https://github.com/Blosc/c-blosc/blob/main/blosc/blosclz.c.</remarks>
internal static class BloscLz
{
    private const int MaxShortDistance = 8191, LongMatch = 6, MinMatch = 3;

    /// <summary>Decodes a block.</summary>
    /// <returns>How many bytes it was.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static int Decode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (from.IsEmpty) return 0;
        int read = 0, written = 0, control = from[read++] & 31;
        while (true)
        {
            if (control < 32)
            {
                int literals = control + 1;
                if (literals > from.Length - read || literals > to.Length - written) throw Damaged();
                from.Slice(read, literals).CopyTo(to[written..]);
                read += literals;
                written += literals;
            }
            else
            {
                int length = (control >> 5) - 1, far = (control & 31) << 8, code;
                if (length == LongMatch)
                {
                    do
                    {
                        code = Next(from, ref read);
                        length += code;
                    }
                    while (code == 255 && length < to.Length);
                }

                code = Next(from, ref read);
                int distance = far + code + 1;
                if (code == 255 && far == 31 << 8) distance = (Next(from, ref read) << 8) + Next(from, ref read) + MaxShortDistance + 1;
                RepeatedBytes.Copy(to, ref written, distance, length + MinMatch);
            }

            if (read >= from.Length) return written;
            control = from[read++];
        }
    }

    private static byte Next(ReadOnlySpan<byte> from, ref int read) => read < from.Length ? from[read++] : throw Damaged();

    private static InvalidDataException Damaged() => new("its BloscLZ data is damaged.");
}
