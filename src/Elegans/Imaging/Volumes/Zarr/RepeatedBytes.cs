namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>The step that all compressors of the Lempel-Ziv family share.</summary>
internal static class RepeatedBytes
{
    /// <summary>Repeats what was written some bytes ago; what is repeated may begin within what is being written.</summary>
    /// <param name="to">What is written.</param>
    /// <param name="written">How much is written already.</param>
    /// <param name="distance">How far back to begin.</param>
    /// <param name="length">How much to repeat.</param>
    /// <exception cref="InvalidDataException">It would begin before the first byte, or end after the last.</exception>
    internal static void Copy(Span<byte> to, ref int written, int distance, int length)
    {
        if (distance <= 0 || distance > written || length > to.Length - written) throw new InvalidDataException("its compressed data is damaged.");
        if (distance >= length)
        {
            to.Slice(written - distance, length).CopyTo(to[written..]);
            written += length;
            return;
        }

        for (int end = written + length; written < end; written++) to[written] = to[written - distance];
    }
}
