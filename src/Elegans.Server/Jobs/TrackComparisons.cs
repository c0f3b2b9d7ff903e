using System.Collections.Concurrent;
using System.Threading.Channels;
using Elegans.Annotation;
using Elegans.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Jobs;

/// <summary>
/// Holds movies against the tracks that were sent for them, one after the other, as soon as the movie is read. What was sent is
/// compared whether or not anybody waits for it.
/// </summary>
public sealed partial class TrackComparisons : BackgroundService
{
    private readonly JobStore store;
    private readonly SideWork work;
    private readonly JobEvents events;
    private readonly ILogger<TrackComparisons> log;
    private readonly Channel<string> ready = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> awaited = new(StringComparer.Ordinal);

    /// <summary>Prepares the queue, with what waited when the program last ended.</summary>
    /// <param name="store">The jobs.</param>
    /// <param name="work">What compares.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="log">Where the unexpected goes.</param>
    public TrackComparisons(JobStore store, SideWork work, JobEvents events, ILogger<TrackComparisons> log)
    {
        ArgumentNullException.ThrowIfNull(store);
        (this.store, this.work, this.events, this.log) = (store, work, events, log);
        foreach (MovieJob job in store.All) Look(job.Id);
    }

    /// <summary>Queues a track whose file is there.</summary>
    /// <param name="id">The movie.</param>
    /// <param name="track">The track.</param>
    /// <returns>The movie as it is now, null where it was removed; and why it could not be compared, once that was tried.</returns>
    public (MovieJob? Job, Task<string?> Compared) Add(string id, WaitingTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var compared = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[track.Id] = compared;
        MovieJob? job = store.Change(id, before => before with { Tracks = [.. before.Tracks, track], TrackProblem = null });
        if (job is null) _ = awaited.TryRemove(track.Id, out _);
        else events.Tell(new JobEvent(id, job));
        Look(id);
        return (job, compared.Task);
    }

    /// <summary>Looks whether a movie can be compared now.</summary>
    /// <param name="id">Which.</param>
    public void Look(string id) => _ = ready.Writer.TryWrite(id);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await foreach (string id in ready.Reader.ReadAllAsync(stoppingToken))
        {
            while (store.Find(id) is { IsOver: true, Tracks: [{ } track, ..] } job)
            {
                // Whoever ends the program finds the track waiting next time.
                (ComparedInput? compared, string? reason) = await Compare(job, track, stoppingToken);
                MovieJob? after = store.Change(id, before => before with
                {
                    Tracks = [.. before.Tracks.Where(other => other.Id != track.Id)],
                    Compared = compared is null ? before.Compared : compared with { Embryo = NucleiTrackReader.EmbryoName(track.Name) },
                    TrackProblem = reason is null ? null : $"{track.Name}: {reason}",
                });
                Delete(store.FolderOf(job).TrackOf(track));
                store.Measure(job);
                if (after is not null) events.Tell(new JobEvent(id, after));
                if (awaited.TryRemove(track.Id, out TaskCompletionSource<string?>? waiting)) waiting.SetResult(reason);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A comparison of job {Id} broke off.")]
    private static partial void BrokeOff(ILogger log, string id, Exception exception);

    private static void Delete(string track)
    {
        try
        {
            File.Delete(track);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It goes with the job.
        }
    }

    private async Task<(ComparedInput? Compared, string? Reason)> Compare(MovieJob job, WaitingTrack track, CancellationToken stopping)
    {
        if (job.State != JobState.Done) return (null, "the movie was not read, so that there is nothing to compare it with.");
        try
        {
            return await work.Compare(job, store.FolderOf(job).TrackOf(track), stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            BrokeOff(log, job.Id, exception);
            return (null, exception.Message);
        }
    }
}
