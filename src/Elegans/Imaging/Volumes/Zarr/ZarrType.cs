using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>How a sample is stored.</summary>
/// <param name="Kind">u: without sign; i: with sign; f: a real number.</param>
/// <param name="Bytes">How many bytes it takes.</param>
/// <param name="IsBigEndian">Whether its highest byte comes first.</param>
internal readonly record struct ZarrType(char Kind, int Bytes, bool IsBigEndian)
{
    /// <summary>What it is once it is decoded. What fits into no 16 bits becomes a real number, of which only the highest 24 bits are kept.</summary>
    internal SampleType Decoded =>
        (Kind, Bytes) switch { ('u', 1) => SampleType.UInt8, ('u', 2) => SampleType.UInt16, ('i', 1 or 2) => SampleType.Int16, _ => SampleType.Single };

    /// <summary>Understands a type of version 2, such as <c>&lt;u2</c>; null where its samples are no grey levels.</summary>
    internal static ZarrType? OfVersion2(string? name) => name is [('<' or '>' or '|') and var order, var kind, var digit]
        && Of(kind, digit - '0') is { } type ? type with { IsBigEndian = order == '>' } : null;

    /// <summary>Understands a type of version 3, such as <c>uint16</c>; null where its samples are no grey levels.</summary>
    internal static ZarrType? OfVersion3(string? name) => name switch
    {
        "uint8" => Of('u', 1),
        "uint16" => Of('u', 2),
        "uint32" => Of('u', 4),
        "uint64" => Of('u', 8),
        "int8" => Of('i', 1),
        "int16" => Of('i', 2),
        "int32" => Of('i', 4),
        "int64" => Of('i', 8),
        "float16" => Of('f', 2),
        "float32" => Of('f', 4),
        "float64" => Of('f', 8),
        _ => null,
    };

    /// <summary>Decodes samples.</summary>
    internal byte[] Decode(byte[] stored)
    {
        if (IsBigEndian == BitConverter.IsLittleEndian && Bytes > 1) Swap(stored);
        int count = stored.Length / Bytes;
        switch (Kind, Bytes)
        {
            case ('u', 1 or 2) or ('i', 2) or ('f', 4): return stored;
            case ('i', 1):
                byte[] wide = GC.AllocateUninitializedArray<byte>(count * sizeof(short));
                Span<short> whole = MemoryMarshal.Cast<byte, short>(wide.AsSpan());
                for (int i = 0; i < count; i++) whole[i] = (sbyte)stored[i];
                return wide;
            default:
                byte[] reals = GC.AllocateUninitializedArray<byte>(count * sizeof(float));
                ToReal(stored, MemoryMarshal.Cast<byte, float>(reals.AsSpan()));
                return reals;
        }
    }

    private static ZarrType? Of(char kind, int bytes) => (kind, bytes) is ('u' or 'i', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8)
        ? new ZarrType(kind, bytes, false) : null;

    private void Swap(byte[] samples)
    {
        switch (Bytes)
        {
            case 2: Span<ushort> two = MemoryMarshal.Cast<byte, ushort>(samples.AsSpan()); BinaryPrimitives.ReverseEndianness(two, two); break;
            case 4: Span<uint> four = MemoryMarshal.Cast<byte, uint>(samples.AsSpan()); BinaryPrimitives.ReverseEndianness(four, four); break;
            default: Span<ulong> eight = MemoryMarshal.Cast<byte, ulong>(samples.AsSpan()); BinaryPrimitives.ReverseEndianness(eight, eight); break;
        }
    }

    private void ToReal(byte[] stored, Span<float> reals)
    {
        switch (Kind, Bytes)
        {
            case ('u', 4): Convert(MemoryMarshal.Cast<byte, uint>(stored), reals, value => value); break;
            case ('u', 8): Convert(MemoryMarshal.Cast<byte, ulong>(stored), reals, value => value); break;
            case ('i', 4): Convert(MemoryMarshal.Cast<byte, int>(stored), reals, value => value); break;
            case ('i', 8): Convert(MemoryMarshal.Cast<byte, long>(stored), reals, value => value); break;
            case ('f', 2): Convert(MemoryMarshal.Cast<byte, Half>(stored), reals, value => (float)value); break;
            default: Convert(MemoryMarshal.Cast<byte, double>(stored), reals, value => (float)value); break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<T> from, Span<float> to, Func<T, float> real)
    {
        for (int i = 0; i < from.Length; i++) to[i] = real(from[i]);
    }
}
