using Elegans.Files;
using Elegans.Models;

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
        while (await jobs.ReadLineAsync(cancellation) is { } line)
        {
            WorkerReport last = Do(line);
            Tell(last);
            // After a fault nothing here is sure; the next job gets a process of its own.
            if (last.IsOfProgram) return;
        }

        WorkerReport Do(string line)
        {
            try
            {
                return WorkerJob.Parse(line).Do(models, Tell, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return Failed(exception);
            }
        }

        static WorkerReport Failed(Exception exception) => exception switch
        {
            InputException input => new WorkerReport { Failure = WorkerFailure.Input, Reason = input.Message, Remedy = input.Remedy },
            ModelPackageException => new WorkerReport { Failure = WorkerFailure.Model, Reason = exception.Message },
            IOException or UnauthorizedAccessException => new WorkerReport { Failure = WorkerFailure.Output, Reason = exception.Message },
            OutOfMemoryException => new WorkerReport
            {
                Failure = WorkerFailure.Memory,
                Reason = "there was not enough memory to read it; close other programs, or use smaller frames.",
                LastWords = exception.ToString(),
            },
            AggregateException { InnerExceptions: [{ } inner] } => Failed(inner),
            _ => new WorkerReport
            {
                Failure = WorkerFailure.Fault,
                Reason = $"the program failed on it, by a fault of its own and not of the file: {exception.GetType().Name}: "
                    + $"{exception.Message.ReplaceLineEndings(" ")}",
                LastWords = exception.ToString(),
            },
        };

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
