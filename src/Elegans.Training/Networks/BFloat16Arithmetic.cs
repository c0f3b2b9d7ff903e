using System.Runtime.Intrinsics.X86;

namespace Elegans.Training.Networks;

/// <summary>
/// Whether this processor is quicker in bfloat16. Where it has no instructions for it, emulation is many times slower than single precision; and some that
/// have them are slower with them too (156 against 272 GFLOP/s on one Xeon without AMX).
/// </summary>
internal static class BFloat16Arithmetic
{
    private const int ExtendedFeatures = 7, SecondPage = 1, Avx512BFloat16 = 1 << 5;

    /// <summary>Whether products in bfloat16 are quicker: measured once in a process, so that all its runs compute alike.</summary>
    internal static bool IsFast { get; } = IsThere && ProcessorPeak.Measure(bfloat16: true, 1) > ProcessorPeak.Measure(bfloat16: false, 1);

    /// <summary>AVX-512 BF16, by the processor's own word (Intel's manual, volume 2, CPUID leaf 7).</summary>
    private static bool IsThere => X86Base.IsSupported
        && X86Base.CpuId(ExtendedFeatures, 0).Eax >= SecondPage
        && (X86Base.CpuId(ExtendedFeatures, SecondPage).Eax & Avx512BFloat16) != 0;
}
