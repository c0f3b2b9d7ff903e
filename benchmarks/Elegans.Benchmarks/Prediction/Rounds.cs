using System.Diagnostics;

namespace Elegans.Benchmarks.Prediction;

/// <summary>How measurements are taken: each several times, one after the other in turn, and the best counts, as noise only ever slows.</summary>
internal static class Rounds
{
    /// <summary>Measures several things in turn, so that a busy minute of the machine falls on all of them.</summary>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="measures">What to measure.</param>
    /// <returns>The shortest time of each, in seconds.</returns>
    internal static double[] Best(int rounds, params ReadOnlySpan<Action> measures)
    {
        double[] best = new double[measures.Length];
        Array.Fill(best, double.MaxValue);
        foreach (Action measure in measures) measure();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < measures.Length; i++)
            {
                var clock = Stopwatch.StartNew();
                measures[i]();
                best[i] = Math.Min(best[i], clock.Elapsed.TotalSeconds);
            }
        }

        return best;
    }

    /// <summary>Does work with several threads of their own.</summary>
    internal static void Together(int threads, Action<int> work)
    {
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => work(number)))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
    }
}
