namespace Elegans.Imaging.Tiff;

/// <summary>The order of bits in a byte: where FillOrder is 2, the lowest comes first in every byte of a strip or tile.</summary>
internal static class BitOrder
{
    private static readonly byte[] Reversed = [.. Enumerable.Range(0, 256).Select(Reverse)];

    /// <summary>Reverses the bits of every byte.</summary>
    internal static void Reverse(Span<byte> bytes)
    {
        foreach (ref byte value in bytes) value = Reversed[value];
    }

    private static byte Reverse(int value)
    {
        int reversed = 0;
        for (int bit = 0; bit < 8; bit++) reversed |= ((value >> bit) & 1) << (7 - bit);
        return (byte)reversed;
    }
}
