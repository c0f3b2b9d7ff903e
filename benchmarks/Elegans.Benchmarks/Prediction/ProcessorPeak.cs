using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elegans.Benchmarks.Prediction;

/// <summary>What this machine's processors can do at best, in multiplications with addition a second: registers only, no memory.</summary>
internal static class ProcessorPeak
{
    private const int Loops = 20_000_000, Accumulators = 10;
    private static float sink;
    private static long wholeSink;

    /// <summary>Single precision.</summary>
    internal static double Float(int threads) => Rate(threads, Vector512.IsHardwareAccelerated ? 16 : 8, Vector512.IsHardwareAccelerated ? Float512 : Float256);

    /// <summary>Eight bits into 32, by the instructions that .NET offers here; null where it offers none.</summary>
    internal static (double Rate, string Instructions)? Int8(int threads) =>
        AvxVnni.IsSupported ? (Rate(threads, 32, Vnni256), "VPDPBUSD, 256 bits")
        : Avx512BW.IsSupported ? (Rate(threads, 64, Pairs512), "VPMADDUBSW, VPMADDWD and VPADDD, 512 bits")
        : Avx2.IsSupported ? (Rate(threads, 32, Pairs256), "VPMADDUBSW, VPMADDWD and VPADDD, 256 bits")
        : null;

    private static double Rate(int threads, int lanes, Action<int> loop)
    {
        Rounds.Together(threads, _ => loop(Loops / 10));
        var clock = Stopwatch.StartNew();
        Rounds.Together(threads, _ => loop(Loops));
        return (double)Loops * Accumulators * lanes * threads / clock.Elapsed.TotalSeconds;
    }

    private static void Float512(int loops)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(1e-3f), a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y;
        for (int loop = 0; loop < loops; loop++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
        }

        Volatile.Write(ref sink, Vector512.Sum(a + b + c + d + e + f + g + h + i + j));
    }

    private static void Float256(int loops)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(1e-3f), a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y;
        for (int loop = 0; loop < loops; loop++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        Volatile.Write(ref sink, Vector256.Sum(a + b + c + d + e + f + g + h + i + j));
    }

    private static void Vnni256(int loops)
    {
        Vector256<byte> x = Vector256.Create((byte)3);
        Vector256<sbyte> y = Vector256.Create((sbyte)-5);
        Vector256<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        for (int loop = 0; loop < loops; loop++)
        {
            a = AvxVnni.MultiplyWideningAndAdd(a, x, y);
            b = AvxVnni.MultiplyWideningAndAdd(b, x, y);
            c = AvxVnni.MultiplyWideningAndAdd(c, x, y);
            d = AvxVnni.MultiplyWideningAndAdd(d, x, y);
            e = AvxVnni.MultiplyWideningAndAdd(e, x, y);
            f = AvxVnni.MultiplyWideningAndAdd(f, x, y);
            g = AvxVnni.MultiplyWideningAndAdd(g, x, y);
            h = AvxVnni.MultiplyWideningAndAdd(h, x, y);
            i = AvxVnni.MultiplyWideningAndAdd(i, x, y);
            j = AvxVnni.MultiplyWideningAndAdd(j, x, y);
        }

        Volatile.Write(ref wholeSink, Vector256.Sum(a + b + c + d + e + f + g + h + i + j));
    }

    private static void Pairs512(int loops)
    {
        Vector512<sbyte> y = Vector512.Create((sbyte)-5);
        Vector512<short> one = Vector512.Create((short)1);
        Vector512<int> a = default, b = a, c = a, d = a, e = a;
        for (int loop = 0; loop < loops * (Accumulators / 5); loop++)
        {
            // The first operand depends on the sums, so that the products cannot be taken out of the loop.
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(a.AsByte(), y), one);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(b.AsByte(), y), one);
            c += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(c.AsByte(), y), one);
            d += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(d.AsByte(), y), one);
            e += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(e.AsByte(), y), one);
        }

        Volatile.Write(ref wholeSink, Vector512.Sum(a + b + c + d + e));
    }

    private static void Pairs256(int loops)
    {
        Vector256<sbyte> y = Vector256.Create((sbyte)-5);
        Vector256<short> one = Vector256.Create((short)1);
        Vector256<int> a = default, b = a, c = a, d = a, e = a;
        for (int loop = 0; loop < loops * (Accumulators / 5); loop++)
        {
            a += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(a.AsByte(), y), one);
            b += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(b.AsByte(), y), one);
            c += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(c.AsByte(), y), one);
            d += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(d.AsByte(), y), one);
            e += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(e.AsByte(), y), one);
        }

        Volatile.Write(ref wholeSink, Vector256.Sum(a + b + c + d + e));
    }
}
