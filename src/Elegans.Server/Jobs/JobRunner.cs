using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Elegans.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Jobs;

/// <summary>Reads one movie after the other, each in the worker process: a movie that crashes its decoder is a failed job and no more.</summary>
public sealed partial class JobRunner : BackgroundService
{
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(100);
    private readonly JobStore store;
    private readonly JobEvents events;
    private readonly ServerOptions options;
    private readonly ILogger<JobRunner> log;
    private readonly Channel<string> waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> running = new(StringComparer.Ordinal);
    private readonly Worker reader;

    /// <summary>Prepares the queue, with what waited when the program last ended.</summary>
    /// <param name="store">The jobs.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="options">Limits.</param>
    /// <param name="log">Where the unexpected goes.</param>
    public JobRunner(JobStore store, JobEvents events, ServerOptions options, ILogger<JobRunner> log)
    {
        ArgumentNullException.ThrowIfNull(store);
        (this.store, this.events, this.options, this.log) = (store, events, options, log);
        reader = new Worker(options.Patience);
        foreach (MovieJob job in store.All.Where(job => !job.IsOver)) Add(job);
    }

    /// <summary>Puts a job at the end of the queue.</summary>
    /// <param name="job">The job.</param>
    public void Add(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        MovieJob queued = job with { State = JobState.Queued, FramesRead = 0, Pictures = 0 };
        store.Keep(queued);
        events.Tell(new JobEvent(job.Id, queued));
        _ = waiting.Writer.TryWrite(job.Id);
    }

    /// <summary>Stops a job that waits or runs.</summary>
    /// <param name="id">Which.</param>
    /// <returns>The job as it is now; null where there is none.</returns>
    public MovieJob? Cancel(string id)
    {
        MovieJob? job = store.Change(id, job => job.IsOver ? job : job with { State = JobState.Cancelled });
        if (running.TryGetValue(id, out CancellationTokenSource? stop)) stop.Cancel();
        if (job is not null) events.Tell(new JobEvent(id, job));
        return job;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        reader.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Started ahead, so that the first movie does not wait for it.
        await Task.Run(reader.Start, stoppingToken);
        await foreach (string id in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Read(id, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                JobBrokeOff(log, id, exception);
                Finish(id, job => job with { State = JobState.Failed, Reason = exception.Message });
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} broke off.")]
    private static partial void JobBrokeOff(ILogger log, string id, Exception exception);

    private async Task Read(string id, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        running[id] = stop;
        try
        {
            events.Forget(id);
            if (store.Change(id, job => job.State == JobState.Queued ? job with { State = JobState.Running } : job) is not { State: JobState.Running } job) return;
            events.Tell(new JobEvent(id, job));
            JobFolder folder = store.FolderOf(job);
            var prediction = new PredictionJob(folder.Input, folder.Counts) { Intervals = true, Limits = options.Limits, StackChannel = job.StackChannel, Shown = new ResultFolder(folder.Path, job.Name) };
            var pending = new List<int[]>();
            var sinceEvent = Stopwatch.StartNew();
            bool isFirst = true;
            WorkerReport last = await reader.Do(prediction, Progress, stop.Token);
            if (pending.Count > 0) events.Tell(new JobEvent(id, store.Find(id), [.. pending]));
            Finish(id, done => last.Predicted is { } predicted
                ? done with { State = JobState.Done, Predicted = predicted, FramesRead = predicted.Frames }
                : done with { State = JobState.Failed, Reason = Reason(last, folder) });

            void Progress(WorkerReport report)
            {
                MovieJob? now = store.Change(id, before => before with
                {
                    FramesRead = Math.Max(before.FramesRead, report.FramesRead ?? 0),
                    FramesAnnounced = report.FramesAnnounced ?? before.FramesAnnounced,
                    Pictures = report.Pictures ?? before.Pictures,
                    PictureStep = report.PictureStep ?? before.PictureStep,
                });
                pending.AddRange(report.Readings ?? []);
                if (now is null || (sinceEvent.Elapsed < BetweenEvents && !(isFirst && pending.Count > 0))) return;
                isFirst = isFirst && pending.Count == 0;
                events.Tell(new JobEvent(id, now, pending.Count > 0 ? [.. pending] : null));
                pending.Clear();
                sinceEvent.Restart();
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Whoever cancelled has said so already.
        }
        finally
        {
            _ = running.TryRemove(id, out _);
        }
    }

    private void Finish(string id, Func<MovieJob, MovieJob> change)
    {
        if (store.Change(id, job => job.State == JobState.Cancelled ? job : change(job)) is { } job) events.Tell(new JobEvent(id, job));
    }

    /// <summary>Why a movie failed, without the place it has here, which is nobody's business.</summary>
    internal static string Reason(WorkerReport report, JobFolder folder)
    {
        string reason = report.Reason ?? "no reason was given.";
        foreach (string file in Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path) : []) reason = reason.Replace($"{file}: ", "", StringComparison.Ordinal).Replace(file, "the file", StringComparison.Ordinal);
        return reason.Replace(folder.Path, "its folder", StringComparison.Ordinal);
    }
}
