using ZstdSharp;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Decodes Zstandard.</summary>
internal static class Zstandard
{
    /// <summary>Decodes into a place that is large enough.</summary>
    /// <returns>How many bytes it was.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or longer.</exception>
    internal static int Decode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        try
        {
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(from, to);
        }
        catch (ZstdException exception)
        {
            throw new InvalidDataException("its Zstandard data is damaged.", exception);
        }
    }
}
