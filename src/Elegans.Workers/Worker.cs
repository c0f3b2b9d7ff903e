using System.Diagnostics;
using System.Threading.Channels;

namespace Elegans.Workers;

/// <summary>
/// A process of its own that does one job after the other: where a native decoder crashes or hangs, it takes this process with
/// it and nothing else. The model is loaded once for all jobs.
/// </summary>
/// <remarks>One job at a time.</remarks>
public sealed class Worker : IDisposable
{
    /// <summary>The hidden command of <c>elegans</c> that runs in the process.</summary>
    public const string Command = "worker";

    /// <summary>What was reported and not taken yet: a worker that is faster than its owner waits.</summary>
    private const int MaxReports = 4096;
    private readonly TimeSpan patience;
    private Process? process;
    private Channel<WorkerReport?>? reports;
    private LastWords lastWords = new();

    /// <summary>Prepares a worker; the process starts with the first job, or when it is told.</summary>
    /// <param name="patience">A worker that says nothing for so long hangs, and is ended.</param>
    public Worker(TimeSpan patience) => this.patience = patience;

    /// <summary>Has one job done.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Told of everything that is reported before the end.</param>
    /// <param name="cancellation">Ends the process at once.</param>
    /// <returns>What came of it; a crash or a hang is a reason like any other.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<WorkerReport> Do(WorkerJob job, Action<WorkerReport> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(progress);
        Start();
        Channel<WorkerReport?> awaited = reports!;
        try
        {
            return await Do(job, progress, awaited, cancellation);
        }
        catch (OperationCanceledException)
        {
            // What it still does is for nobody; the next job gets a process of its own.
            End();
            throw;
        }
    }

    /// <summary>Starts the process ahead of the first job, if it does not run.</summary>
    public void Start()
    {
        if (process is { HasExited: false }) return;
        End();
        string library = Path.Combine(AppContext.BaseDirectory, "Elegans.Cli.dll"),
            host = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null)!;
        bool hosted = File.Exists(host);
        var start = new ProcessStartInfo(hosted ? host : Environment.ProcessPath ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Where it is ended, its pipes for debuggers would stay in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (!hosted) start.ArgumentList.Add(library);
        start.ArgumentList.Add(Command);
        process = Process.Start(start) ?? throw new IOException("A worker process cannot be started.");
        reports = Channel.CreateBounded<WorkerReport?>(MaxReports);
        Channel<WorkerReport?> current = reports;
        StreamReader output = process.StandardOutput;
        _ = Task.Run(async () =>
        {
            try
            {
                while (await output.ReadLineAsync() is { } line)
                    if (WorkerReport.Parse(line) is { } report) await current.Writer.WriteAsync(report);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The process was ended; there is nothing more to read.
            }

            await current.Writer.WriteAsync(null);
        });
        var words = new LastWords();
        lastWords = words;
        process.ErrorDataReceived += (_, line) => words.Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private async Task<WorkerReport> Do(WorkerJob job, Action<WorkerReport> progress, Channel<WorkerReport?> awaited, CancellationToken cancellation)
    {
        try
        {
            await process!.StandardInput.WriteLineAsync(job.ToLine().AsMemory(), cancellation);
            await process.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            // It died before it was asked: its last report below is the end of its output.
        }

        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(patience);
            WorkerReport? report;
            try
            {
                report = await awaited.Reader.ReadAsync(silence.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                End();
                return new WorkerReport
                {
                    Failure = WorkerFailure.Silence,
                    Reason = FormattableString.Invariant($"no frame for {patience.TotalSeconds:0.###} seconds; it was given up."),
                    LastWords = lastWords.ToString() is { Length: > 0 } words ? words : null,
                };
            }

            if (report is null)
            {
                await process!.WaitForExitAsync(cancellation);
                int code = process.ExitCode;
                End();
                return WorkerEnd.Of(code, lastWords.ToString());
            }

            if (report.IsLast)
            {
                if (report.IsOfProgram) End();
                return report;
            }

            progress(report);
        }
    }

    private void End()
    {
        if (process is null) return;
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }

        process.Dispose();
        process = null;
    }
}
