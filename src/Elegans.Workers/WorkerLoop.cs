using System.Text.Json;
using Elegans.Packages;

namespace Elegans.Workers;

/// <summary>What runs in a worker process: a job for each line it is given, reports on its output.</summary>
public static class WorkerLoop
{
    /// <summary>Does jobs until there are no more.</summary>
    /// <param name="jobs">A job on each line.</param>
    /// <param name="reports">Where reports go, a line each.</param>
    /// <param name="cancellation">Stops between jobs.</param>
    public static async Task Run(TextReader jobs, TextWriter reports, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(reports);
        using var models = new LoadedModels();
        var writing = new Lock();
        while (await jobs.ReadLineAsync(cancellation) is { } line) Tell(Do(line));

        WorkerReport Do(string line)
        {
            try
            {
                return WorkerJob.Parse(line).Do(models, Tell, cancellation);
            }
            catch (Exception exception) when (exception is InputException or ModelPackageException or IOException or UnauthorizedAccessException or JsonException)
            {
                return new WorkerReport { Reason = exception.Message };
            }
        }

        void Tell(WorkerReport report)
        {
            lock (writing)
            {
                reports.WriteLine(report.ToLine());
                reports.Flush();
            }
        }
    }
}
