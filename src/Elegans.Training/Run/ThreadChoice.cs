using System.Diagnostics;

namespace Elegans.Training.Run;

/// <summary>
/// With how many threads the network computes, by measurement: each number is tried for some batches at the start, the quickest goes on, and when
/// batches come to take much longer they are tried again. Two threads on two processors are twice as quick as one alone, and several times
/// slower as soon as anything else computes: each waits for the other.
/// </summary>
/// <param name="candidates">The numbers of threads to try.</param>
/// <param name="set">Sets a number of threads.</param>
/// <param name="say">Told what was found.</param>
internal sealed class ThreadChoice(IReadOnlyList<int> candidates, Action<int> set, Action<string> say)
{
    /// <summary>Batches for which each number of threads is tried; the first few settle caches and the queue of frames.</summary>
    internal const int TrialBatches = 20, SettlingBatches = 4;

    /// <summary>Batches this many times slower than those of the trial start another, but none sooner than so many batches after the last.</summary>
    private const double SlowerBy = 1.5;
    private const int MinBatchesBetween = 200;
    private readonly List<double> seconds = [];
    private readonly List<(int Threads, double Seconds)> tried = [];
    private readonly Stopwatch clock = new();
    private int batchesSinceTrial;

    /// <summary>The number of threads now.</summary>
    internal int Threads { get; private set; }

    /// <summary>Whether numbers are still being tried.</summary>
    internal bool IsTrying => tried.Count < candidates.Count;

    /// <summary>To be called before every batch is waited for.</summary>
    internal void Begin()
    {
        if (Threads == 0) Use(candidates[0]);
        clock.Restart();
    }

    /// <summary>To be called when a batch is done.</summary>
    internal void End() => End(clock.Elapsed.TotalSeconds);

    /// <summary>As <see cref="End()"/>, with the time that the batch took.</summary>
    internal void End(double batchSeconds)
    {
        seconds.Add(batchSeconds);
        batchesSinceTrial++;
        if (seconds.Count < TrialBatches) return;
        double median = seconds.Skip(SettlingBatches).Order().ElementAt((TrialBatches - SettlingBatches) / 2);
        seconds.Clear();
        if (IsTrying) Try(median);
        else if (batchesSinceTrial > MinBatchesBetween && candidates.Count > 1 && median > SlowerBy * tried.Min(trial => trial.Seconds)) TryAgain();
    }

    private void Try(double median)
    {
        tried.Add((Threads, median));
        if (IsTrying)
        {
            Use(candidates[tried.Count]);
            return;
        }

        Use(tried.MinBy(trial => trial.Seconds).Threads);
        batchesSinceTrial = 0;
        if (candidates.Count < 2) return;
        IEnumerable<string> each = tried.Select(trial => FormattableString.Invariant($"{trial.Seconds:F2} s a batch with {trial.Threads}"));
        say(FormattableString.Invariant($"{string.Join(", ", each)} thread(s): going on with {Threads}"));
    }

    private void TryAgain()
    {
        say("batches have become slower; trying the number of threads again");
        tried.Clear();
        Use(candidates[0]);
    }

    private void Use(int threads)
    {
        Threads = threads;
        set(threads);
    }
}
