using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Elegans.Server.Jobs;

/// <summary>Tells listeners what happens to jobs, and remembers what was read of those that are running.</summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class JobEvents
{
    /// <summary>A listener that is further behind than this misses what is oldest.</summary>
    private const int MaxWaiting = 2000;
    private readonly ConcurrentDictionary<Channel<JobEvent>, string?> listeners = new();
    private readonly ConcurrentDictionary<string, List<int[]>> readings = new(StringComparer.Ordinal);
    private volatile bool isEnded;

    /// <summary>How many listen to all jobs.</summary>
    internal int Listeners => listeners.Count(listener => listener.Value is null);

    /// <summary>Tells all listeners.</summary>
    /// <param name="happened">What happened.</param>
    public void Tell(JobEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Job is null or { IsOver: true }) _ = readings.TryRemove(happened.Id, out _);
        else if (happened.Readings is { } rows)
        {
            List<int[]> all = readings.GetOrAdd(happened.Id, _ => []);
            lock (all) all.AddRange(rows);
        }

        foreach ((Channel<JobEvent> listener, string? only) in listeners)
            if (only is null || only == happened.Id) _ = listener.Writer.TryWrite(happened);
    }

    /// <summary>Ends all listening: the server ends, and must not wait for those who look on.</summary>
    public void End()
    {
        isEnded = true;
        foreach (Channel<JobEvent> listener in listeners.Keys) _ = listener.Writer.TryComplete();
    }

    /// <summary>Forgets what was read of a job that is read anew.</summary>
    /// <param name="id">Which.</param>
    public void Forget(string id) => _ = readings.TryRemove(id, out _);

    /// <summary>What was read so far of a job that is running.</summary>
    /// <param name="id">Which.</param>
    public IReadOnlyList<int[]> ReadingsOf(string id)
    {
        if (!readings.TryGetValue(id, out List<int[]>? all)) return [];
        lock (all) return [.. all];
    }

    /// <summary>Listens to what happens from now on.</summary>
    /// <param name="only">The job to listen to; null for all.</param>
    /// <param name="cancellation">Ends listening.</param>
    /// <returns>First null, as soon as nothing is missed any more; then what happens.</returns>
    public async IAsyncEnumerable<JobEvent?> Listen(string? only, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<JobEvent>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        listeners[channel] = only;
        if (isEnded) channel.Writer.TryComplete();
        try
        {
            yield return null;
            await foreach (JobEvent happened in channel.Reader.ReadAllAsync(cancellation)) yield return happened;
        }
        finally
        {
            _ = listeners.TryRemove(channel, out _);
        }
    }
}
