using System.Diagnostics;

namespace Elegans.Benchmarks.Prediction;

/// <summary>How measurements are taken: each as often as the others, one after the other in turn, and the median counts.</summary>
internal static class Rounds
{
    /// <summary>Measures several things in turn, so that a busy minute of the machine falls on all of them.</summary>
    /// <param name="rounds">How often each is measured, after once that does not count.</param>
    /// <param name="measures">What to measure.</param>
    /// <returns>The median time of each, in seconds.</returns>
    internal static double[] Medians(int rounds, params ReadOnlySpan<Action> measures)
    {
        var seconds = new List<double>[measures.Length];
        for (int i = 0; i < measures.Length; i++)
        {
            seconds[i] = [];
            measures[i]();
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < measures.Length; i++)
            {
                var clock = Stopwatch.StartNew();
                measures[i]();
                seconds[i].Add(clock.Elapsed.TotalSeconds);
            }
        }

        return [.. seconds.Select(times => Median(times, time => time))];
    }

    /// <summary>The one in the middle; of an even number, the greater of the two there.</summary>
    internal static T Median<T>(IEnumerable<T> runs, Func<T, double> measure) => runs.OrderBy(measure).ElementAt(runs.Count() / 2);

    /// <summary>Does work with several threads of their own.</summary>
    internal static void Together(int threads, Action<int> work)
    {
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => work(number)))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
    }
}
