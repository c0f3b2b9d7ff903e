using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Networks;

/// <summary>How quickly this processor multiplies matrices, which is the most that training can reach.</summary>
internal static class ProcessorPeak
{
    private const int Size = 1024, MinMilliseconds = 300;

    /// <summary>Measures multiplications and additions a second, with all processors, for a third of a second.</summary>
    /// <param name="bfloat16">Whether convolutions compute in bfloat16.</param>
    /// <param name="threads">How many threads.</param>
    internal static double Measure(bool bfloat16, int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        Tensor one = rand(Size, Size).to(type), other = rand(Size, Size).to(type);
        one.mm(other).Dispose();
        var clock = Stopwatch.StartNew();
        int products = 0;
        for (; clock.ElapsedMilliseconds < MinMilliseconds; products++) one.mm(other).Dispose();
        double perSecond = products * 2.0 * Size * Size * Size / clock.Elapsed.TotalSeconds;
        set_num_threads(before);
        return perSecond;
    }
}
