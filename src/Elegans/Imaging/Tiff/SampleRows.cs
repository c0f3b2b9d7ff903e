using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>Takes samples out of rows as they are stored, into rows as OpenCV has them.</summary>
/// <param name="type">How they are stored.</param>
/// <param name="isSwapped">Whether their bytes are in the other order than this machine's.</param>
/// <param name="isInverted">Whether 0 is white; of single bits only.</param>
internal readonly struct SampleRows(SampleType type, bool isSwapped, bool isInverted)
{
    /// <summary>Copies one sample of every pixel.</summary>
    /// <param name="row">The row as stored.</param>
    /// <param name="samples">Samples of each pixel in it.</param>
    /// <param name="sample">The one to take.</param>
    /// <param name="width">How many pixels.</param>
    /// <param name="into">Where the first one goes.</param>
    /// <param name="step">From one to the next there, in samples.</param>
    internal void Copy(ReadOnlySpan<byte> row, int samples, int sample, int width, Span<byte> into, int step)
    {
        if (type.Depth == MatType.CV_8U) Bytes(row, samples, sample, width, into, step);
        else if (type.Depth == MatType.CV_16U) Words(row, samples, sample, width, MemoryMarshal.Cast<byte, ushort>(into), step);
        else Reals(row, samples, sample, width, MemoryMarshal.Cast<byte, float>(into), step);
    }

    /// <summary>Puts the bytes of samples that are stored as they become into this machine's order.</summary>
    internal void Order(Span<byte> samples)
    {
        if (!isSwapped) return;
        if (type.Size == sizeof(ushort))
        {
            Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(samples);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (type.Size == sizeof(uint))
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(samples);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private static uint Packed(ReadOnlySpan<byte> row, long bit, int bits)
    {
        uint value = 0;
        for (long at = bit; at < bit + bits; at++) value = (value << 1) | (uint)((row[(int)(at >> 3)] >> (7 - (int)(at & 7))) & 1);
        return value;
    }

    private void Bytes(ReadOnlySpan<byte> row, int samples, int sample, int width, Span<byte> into, int step)
    {
        if (type.Bits == 8)
        {
            if (samples == 1 && step == 1) row[..width].CopyTo(into);
            else for (int x = 0; x < width; x++) into[x * step] = row[(x * samples) + sample];
            return;
        }

        // Fewer than eight bits are spread over eight, as every program shows them.
        uint white = (1u << type.Bits) - 1;
        for (int x = 0; x < width; x++)
        {
            uint value = Packed(row, ((long)(x * samples) + sample) * type.Bits, type.Bits);
            into[x * step] = (byte)((isInverted ? white - value : value) * byte.MaxValue / white);
        }
    }

    private void Words(ReadOnlySpan<byte> row, int samples, int sample, int width, Span<ushort> into, int step)
    {
        if (type.Bits == 12 && samples == 1)
        {
            for (int x = 0; x < width; x++)
            {
                int at = x * 3 / 2;
                into[x * step] = (ushort)((x & 1) == 0 ? (row[at] << 4) | (row[at + 1] >> 4) : ((row[at] & 15) << 8) | row[at + 1]);
            }

            return;
        }

        if (type.Bits != 16)
        {
            for (int x = 0; x < width; x++) into[x * step] = (ushort)Packed(row, ((long)(x * samples) + sample) * type.Bits, type.Bits);
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
        for (int x = 0; x < width; x++)
        {
            ushort value = words[(x * samples) + sample];
            into[x * step] = isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
        }
    }

    private void Reals(ReadOnlySpan<byte> row, int samples, int sample, int width, Span<float> into, int step)
    {
        int size = type.Bits / 8;
        Span<byte> bytes = stackalloc byte[8];
        for (int x = 0; x < width; x++)
        {
            long at = (long)(x * samples) + sample;
            if (type.Bits % 8 != 0 || type.Bits == 24)
            {
                // Three bytes have no order of bytes but the file's.
                uint packed = Packed(row, at * type.Bits, type.Bits);
                into[x * step] = type.Bits == 24 && isSwapped != BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(packed << 8) : packed;
                continue;
            }

            row.Slice((int)at * size, size).CopyTo(bytes);
            if (isSwapped) bytes[..size].Reverse();
            into[x * step] = Real(bytes);
        }
    }

    private float Real(ReadOnlySpan<byte> bytes) => (type.Kind, type.Bits) switch
    {
        (SampleKind.Signed, 8) => (sbyte)bytes[0],
        (SampleKind.Signed, 16) => BitConverter.ToInt16(bytes),
        (SampleKind.Signed, 32) => BitConverter.ToInt32(bytes),
        (SampleKind.Signed, _) => BitConverter.ToInt64(bytes),
        (SampleKind.Unsigned, 32) => BitConverter.ToUInt32(bytes),
        (SampleKind.Unsigned, _) => BitConverter.ToUInt64(bytes),
        (SampleKind.Real, 16) => (float)BitConverter.ToHalf(bytes),
        (SampleKind.Real, 32) => BitConverter.ToSingle(bytes),
        _ => (float)BitConverter.ToDouble(bytes),
    };
}
