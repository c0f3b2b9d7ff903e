using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Jobs;

/// <summary>Removes movies that are over and were kept for as long as was asked.</summary>
/// <param name="store">The jobs.</param>
/// <param name="runner">What removes them.</param>
/// <param name="options">How long they are kept.</param>
/// <param name="time">What time it is.</param>
/// <param name="log">Where removals are noted.</param>
public sealed partial class Retention(JobStore store, JobRunner runner, ServerOptions options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private static readonly TimeSpan MaxBetweenLooks = TimeSpan.FromMinutes(10), MinBetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Removes what is older than it may be.</summary>
    /// <returns>How many were removed.</returns>
    internal async Task<int> RemoveOld()
    {
        if (options.KeepFor is not { } keep) return 0;
        MovieJob[] old = [.. store.All.Where(job => job is { IsOver: true, Tracks.Count: 0 } && time.GetUtcNow() - job.Added > keep)];
        foreach (MovieJob job in old)
        {
            _ = await runner.Remove(job.Id);
            Removed(log, job.Id, job.Added);
        }

        return old.Length;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.KeepFor is not { } keep) return;
        await Task.Yield();
        var between = new[] { keep / 10, MinBetweenLooks }.Max();
        using var looks = new PeriodicTimer(between < MaxBetweenLooks ? between : MaxBetweenLooks, time);
        do
        {
            try
            {
                _ = await RemoveOld();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                BrokeOff(log, exception);
            }
        }
        while (await looks.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Id} of {Added:u} was kept as long as was asked, and is removed.")]
    private static partial void Removed(ILogger log, string id, DateTimeOffset added);

    [LoggerMessage(Level = LogLevel.Error, Message = "Old movies cannot be removed.")]
    private static partial void BrokeOff(ILogger log, Exception exception);
}
