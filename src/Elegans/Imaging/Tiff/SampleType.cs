using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>How one sample is stored.</summary>
/// <param name="Bits">Its bits.</param>
/// <param name="Kind">What they mean.</param>
internal readonly record struct SampleType(int Bits, SampleKind Kind)
{
    private const int Byte = 8, Word = 16, MaxPacked = 32;

    /// <summary>Whether it is read.</summary>
    internal bool IsRead => Kind switch
    {
        SampleKind.Unsigned => Bits is >= 1 and <= MaxPacked or 64,
        SampleKind.Signed => Bits is 8 or 16 or 32 or 64,
        SampleKind.Real => Bits is 16 or 32 or 64,
        _ => false,
    };

    /// <summary>What it becomes: 8 or 16 bits, or a real number where neither holds it.</summary>
    internal MatType Depth => Kind != SampleKind.Unsigned || Bits > Word ? MatType.CV_32F : Bits <= Byte ? MatType.CV_8U : MatType.CV_16U;

    /// <summary>Whether it is stored as it becomes, but for the order of its bytes.</summary>
    internal bool IsAsStored => this is { Kind: SampleKind.Unsigned, Bits: Byte or Word } or { Kind: SampleKind.Real, Bits: 32 };

    /// <summary>Bytes of what it becomes.</summary>
    internal int Size => Depth == MatType.CV_8U ? 1 : Depth == MatType.CV_16U ? 2 : 4;

    /// <summary>Bytes of a row as stored.</summary>
    internal long RowBytes(long samples) => ((samples * Bits) + 7) / 8;
}
