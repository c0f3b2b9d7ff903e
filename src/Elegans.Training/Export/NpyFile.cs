using System.Runtime.InteropServices;
using System.Text;

namespace Elegans.Training.Export;

/// <summary>Tensors as NumPy keeps them, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).</summary>
internal static class NpyFile
{
    private const int Alignment = 64, Prefix = 10;

    /// <summary>A tensor of single precision, little-endian, the last axis fastest.</summary>
    /// <param name="values">Its numbers.</param>
    /// <param name="shape">Its shape.</param>
    internal static byte[] Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape.ToArray())},), }}";
        header = header.PadRight(((Prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - Prefix - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length & 0xFF), (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header),
            .. MemoryMarshal.AsBytes(values)];
    }
}
