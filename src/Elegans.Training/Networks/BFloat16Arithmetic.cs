using System.Runtime.Intrinsics.X86;

namespace Elegans.Training.Networks;

/// <summary>Whether this processor multiplies in bfloat16. Where it does not, emulation is many times slower than single precision.</summary>
internal static class BFloat16Arithmetic
{
    private const int ExtendedFeatures = 7, SecondPage = 1, Avx512BFloat16 = 1 << 5;

    /// <summary>AVX-512 BF16, by the processor's own word (Intel's manual, volume 2, CPUID leaf 7).</summary>
    internal static bool IsFast { get; } = X86Base.IsSupported
        && X86Base.CpuId(ExtendedFeatures, 0).Eax >= SecondPage
        && (X86Base.CpuId(ExtendedFeatures, SecondPage).Eax & Avx512BFloat16) != 0;
}
