using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Elegans.Imaging;
using Elegans.Tables;
using Elegans.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Jobs;

/// <summary>Reads one movie after the other, each in the worker process: a movie that crashes its decoder is a failed job and no more.</summary>
public sealed partial class JobRunner : BackgroundService
{
    /// <summary>What a full disk, or a used-up share of one, is called in the words of a worker.</summary>
    private static readonly string[] FullDisk = ["No space left on device", "Disk quota exceeded", "not enough space on the disk"];
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(100);
    private readonly JobStore store;
    private readonly JobEvents events;
    private readonly ServerOptions options;
    private readonly ILogger<JobRunner> log;
    private readonly Channel<string> waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, (CancellationTokenSource Stop, TaskCompletionSource Ended)> running = new(StringComparer.Ordinal);
    private readonly TrackComparisons tracks;
    private readonly Worker reader;

    /// <summary>Prepares the queue, with what waited when the program last ended.</summary>
    /// <param name="store">The jobs.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="tracks">What compares movies once they are read.</param>
    /// <param name="options">Limits.</param>
    /// <param name="log">Where the unexpected goes.</param>
    public JobRunner(JobStore store, JobEvents events, TrackComparisons tracks, ServerOptions options, ILogger<JobRunner> log)
    {
        ArgumentNullException.ThrowIfNull(store);
        (this.store, this.events, this.tracks, this.options, this.log) = (store, events, tracks, options, log);
        reader = new Worker(options.Patience);
        foreach (MovieJob job in store.All.Where(job => !job.IsOver))
        {
            _ = store.Change(job.Id, before => before with { State = JobState.Queued, FramesRead = 0, Pictures = 0 });
            _ = waiting.Writer.TryWrite(job.Id);
        }
    }

    /// <summary>Adds a job that was begun, at the end of the queue.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        store.Add(job);
        events.Tell(new JobEvent(job.Id, job));
        _ = waiting.Writer.TryWrite(job.Id);
    }

    /// <summary>Reads a movie again, for another of its embryos; what it was compared with is forgotten.</summary>
    /// <param name="id">Which.</param>
    /// <param name="embryo">The embryo, from 1, from the left.</param>
    /// <returns>The job as it is now; null where there is none, it is not done, or has no such embryo.</returns>
    public MovieJob? ChooseEmbryo(string id, int embryo) => ReadAgain(
        id, job => job.State == JobState.Done && job.Predicted?.Embryos.Any(each => each.Number == embryo) == true, job => job with { Embryo = embryo });

    /// <summary>Reads a file again, for another of its positions; what it was compared with is forgotten.</summary>
    /// <param name="id">Which.</param>
    /// <param name="position">The position, from 1.</param>
    /// <returns>The job as it is now; null where there is none, it is still being read, or has no such position.</returns>
    public MovieJob? ChoosePosition(string id, int position) => ReadAgain(
        id,
        // What was cancelled may go on for a moment, and would say what it read of the position before.
        job => job.IsOver && !(job.State == JobState.Cancelled && running.ContainsKey(id)) && job.Positions.Contains(position),
        job => job with { Position = position, Embryo = null });

    private MovieJob? ReadAgain(string id, Func<MovieJob, bool> isPossible, Func<MovieJob, MovieJob> choose)
    {
        bool isChosen = false;
        MovieJob? job = store.Change(id, before =>
        {
            isChosen = isPossible(before);
            return !isChosen ? before : choose(before) with
            {
                State = JobState.Queued,
                FramesRead = 0,
                FramesAnnounced = null,
                Pictures = 0,
                PictureStep = 1,
                Reason = null,
                Predicted = null,
                Compared = null,
                TrackProblem = null,
            };
        });
        if (job is null || !isChosen) return null;
        // It shows the curves of what was read before; drawn anew when it is asked for.
        File.Delete(store.FolderOf(job).Animation);
        events.Tell(new JobEvent(id, job));
        _ = waiting.Writer.TryWrite(id);
        return job;
    }

    /// <summary>Stops a job that waits or runs.</summary>
    /// <param name="id">Which.</param>
    /// <returns>The job as it is now; null where there is none.</returns>
    public MovieJob? Cancel(string id)
    {
        MovieJob? job = store.Change(id, job => job.IsOver ? job : job with { State = JobState.Cancelled });
        if (running.TryGetValue(id, out (CancellationTokenSource Stop, TaskCompletionSource Ended) run)) Stop(run.Stop);
        if (job is not null) events.Tell(new JobEvent(id, job));
        tracks.Look(id);
        return job;
    }

    /// <summary>Removes a job with its files; one that is being read is stopped first.</summary>
    /// <param name="id">Which.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Remove(string id)
    {
        if (Cancel(id) is not { } job) return false;
        if (running.TryGetValue(id, out (CancellationTokenSource Stop, TaskCompletionSource Ended) run)) await run.Ended.Task;
        store.Remove(job);
        events.Tell(new JobEvent(id, null));
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        // Who reads ends the worker; only where that takes too long it is ended here.
        _ = ((IAsyncResult?)ExecuteTask)?.AsyncWaitHandle.WaitOne(EndsWithin);
        reader.Dispose();
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
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, it ends this movie only.
                JobBrokeOff(log, id, exception);
                Finish(id, job => job with { State = JobState.Failed, Reason = exception.Message });
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} broke off.")]
    private static partial void JobBrokeOff(ILogger log, string id, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker that read job {Id} failed: {Reason}\n{Words}")]
    private static partial void WorkerFailed(ILogger log, string id, string? reason, string words);

    private async Task Read(string id, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running[id] = (stop, ended);
        try
        {
            events.Forget(id);
            MovieJob? begun = store.Change(id, before => before.State == JobState.Queued ? before with { State = JobState.Running } : before);
            if (begun is not { State: JobState.Running } job) return;
            events.Tell(new JobEvent(id, job));
            JobFolder folder = store.FolderOf(job);
            var prediction = new PredictionJob(folder.Input, folder.Counts)
            {
                Columns = CountColumns.Intervals | CountColumns.Measured,
                Reading = job.Reading(options),
                Shown = new ResultFolder(folder.Path, job.Name),
            };
            var pending = new List<int[]>();
            var sinceEvent = Stopwatch.StartNew();
            bool isFirst = true;
            WorkerReport last = await reader.Do(prediction, Progress, stop.Token);
            if (pending.Count > 0) events.Tell(new JobEvent(id, store.Find(id), [.. pending]));
            // For whoever runs the server; visitors are given the reason only.
            if (last.LastWords is { } words) WorkerFailed(log, id, last.Reason, words);
            Finish(id, done => last.Predicted is { } predicted
                ? done with
                {
                    State = JobState.Done,
                    Predicted = OnPage(predicted),
                    FramesRead = predicted.Frames,
                }
                : done with { State = JobState.Failed, Reason = Reason(last, folder) });

            void Progress(WorkerReport report)
            {
                MovieJob? now = store.Change(id, before => before with
                {
                    FramesRead = Math.Max(before.FramesRead, report.FramesRead ?? 0),
                    FramesAnnounced = report.FramesAnnounced ?? before.FramesAnnounced,
                    Pictures = report.Pictures ?? before.Pictures,
                    PictureStep = report.PictureStep ?? before.PictureStep,
                    Positions = report.Positions ?? before.Positions,
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
            ended.SetResult();
        }
    }

    /// <summary>The notes in the page's words.</summary>
    private static PredictedInput OnPage(PredictedInput predicted) => predicted with
    {
        Notes = [.. predicted.Notes.Select(note => new SourceNote(PageAdvice.With(PublicText.Of(note.Text), note.Remedy, predicted.MorePositions.Count > 0)))],
    };

    private static void Stop(CancellationTokenSource stop)
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in between.
        }
    }

    private void Finish(string id, Func<MovieJob, MovieJob> change)
    {
        if (store.Change(id, job => job.State == JobState.Cancelled ? job : change(job)) is not { } job) return;
        store.Measure(job);
        events.Tell(new JobEvent(id, job));
        tracks.Look(id);
    }

    /// <summary>Why a movie failed, without the place it has here, which is nobody's business.</summary>
    internal static string Reason(WorkerReport report, JobFolder folder)
    {
        string reason = report.Reason ?? "no reason was given.";
        if (FullDisk.Any(words => reason.Contains(words, StringComparison.OrdinalIgnoreCase)))
            return "There was no room left on the disk for its results; remove movies, then upload it again.";
        foreach (string file in folder.Exists ? Directory.GetFiles(folder.Path) : [])
            reason = reason.Replace($"{file}: ", "", StringComparison.Ordinal).Replace(file, "the file", StringComparison.Ordinal);
        return PageAdvice.With(PublicText.Of(reason.Replace(folder.Path, "its folder", StringComparison.Ordinal)), report.Remedy);
    }
}
