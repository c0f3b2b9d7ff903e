using Elegans.Annotation;
using Elegans.Workers;

namespace Elegans.Server.Jobs;

/// <summary>What is asked of movies that are read already: to be drawn as an animation, or held against a track. One at a time, in a worker process of its own, so that it does not wait for the queue.</summary>
public sealed class SideWork : IDisposable
{
    private readonly JobStore store;
    private readonly JobEvents events;
    private readonly ServerOptions options;
    private readonly Worker worker;
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Prepares it.</summary>
    /// <param name="store">The jobs.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="options">Limits.</param>
    public SideWork(JobStore store, JobEvents events, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.store, this.events, this.options) = (store, events, options);
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
        WorkerReport report = await Do(new AnimationJob(folder.Input, folder.Counts, folder.Animation, job.Name) { Limits = options.Limits, StackChannel = job.StackChannel }, cancellation);
        return report.Reason is null ? null : JobRunner.Reason(report, folder);
    }

    /// <summary>Holds a movie against a track.</summary>
    /// <param name="job">The movie.</param>
    /// <param name="track">The track.</param>
    /// <param name="name">What the track's owner calls it.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <returns>The job as it is now, or why it cannot be compared.</returns>
    public async Task<(MovieJob? Job, string? Reason)> Compare(MovieJob job, string track, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobFolder folder = store.FolderOf(job);
        WorkerReport report = await Do(new ComparisonJob(folder.Input, folder.Counts, track, new ResultFolder(folder.Path, job.Name)) { Limits = options.Limits, StackChannel = job.StackChannel }, cancellation);
        if (report.Compared is null) return (null, JobRunner.Reason(report, folder));
        MovieJob? compared = store.Change(job.Id, before => before with { Compared = report.Compared with { Embryo = NucleiTrackReader.EmbryoName(name) } });
        if (compared is not null) events.Tell(new JobEvent(job.Id, compared));
        return (compared, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        worker.Dispose();
        turn.Dispose();
    }

    private async Task<WorkerReport> Do(WorkerJob job, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await worker.Do(job, _ => { }, cancellation);
        }
        finally
        {
            _ = turn.Release();
        }
    }
}
