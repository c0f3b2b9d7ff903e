using Elegans.Workers;

namespace Elegans.Server.Jobs;

/// <summary>
/// What is asked of movies that are read already: to be drawn as an animation, or held against a track. One at a time, in a
/// worker process of its own, so that it does not wait for the queue.
/// </summary>
public sealed class SideWork : IDisposable
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);
    private readonly JobStore store;
    private readonly ServerOptions options;
    private readonly Worker worker;
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Prepares it.</summary>
    /// <param name="store">The jobs.</param>
    /// <param name="options">Limits.</param>
    public SideWork(JobStore store, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.store, this.options) = (store, options);
        worker = new Worker(options.Patience);
    }

    /// <summary>Draws the animation of a movie, if it was not drawn yet.</summary>
    /// <param name="job">The movie.</param>
    /// <param name="cancellation">Stops drawing.</param>
    /// <returns>Why it cannot be drawn; null where it is there.</returns>
    public async Task<string?> Animate(MovieJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobFolder folder = store.FolderOf(job);
        if (folder.Offered(Path.GetFileName(folder.Animation)) is not null) return null;
        WorkerReport report = await Do(
            job,
            input => new AnimationJob(input, folder.Counts, folder.Animation, job.Name) { Reading = job.Reading(options) },
            cancellation);
        return report.Reason is null ? null : JobRunner.Reason(report, folder);
    }

    /// <summary>Holds a movie against a track.</summary>
    /// <param name="job">The movie.</param>
    /// <param name="track">The track's file.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <returns>How they compare, or why they cannot be compared.</returns>
    public async Task<(ComparedInput? Compared, string? Reason)> Compare(MovieJob job, string track, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobFolder folder = store.FolderOf(job);
        var shown = new ResultFolder(folder.Path, job.Name);
        WorkerReport report = await Do(
            job,
            input => new ComparisonJob(input, folder.Counts, track, shown) { Reading = job.Reading(options) },
            cancellation);
        return report.Compared is null ? (null, JobRunner.Reason(report, folder)) : (report.Compared, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Who works ends the worker; only where that takes too long it is ended here.
        _ = turn.Wait(EndsWithin);
        worker.Dispose();
        turn.Dispose();
    }

    private async Task<WorkerReport> Do(MovieJob job, Func<string, WorkerJob> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (store.Take(job, 0) is { } full) return new WorkerReport { Reason = full };
            return await worker.Do(work(store.FolderOf(job).Input), _ => { }, cancellation);
        }
        catch (FileNotFoundException exception)
        {
            return new WorkerReport { Reason = exception.Message };
        }
        finally
        {
            _ = turn.Release();
            store.Measure(job);
        }
    }
}
