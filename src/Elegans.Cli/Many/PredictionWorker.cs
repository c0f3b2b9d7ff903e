using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Elegans.Cli.Many;

/// <summary>
/// A process of its own that predicts one input after the other: where a native decoder crashes or hangs, it takes this
/// process with it and nothing else. The model is loaded once for all inputs.
/// </summary>
internal sealed class PredictionWorker : IDisposable
{
    private readonly TimeSpan patience;
    private Process? process;
    private Channel<PredictionReport?>? reports;

    /// <summary>Prepares a worker; the process starts with the first job.</summary>
    /// <param name="patience">A worker that says nothing for so long hangs, and is ended.</param>
    internal PredictionWorker(TimeSpan patience) => this.patience = patience;

    /// <summary>Has one input predicted.</summary>
    /// <param name="job">The input.</param>
    /// <param name="progress">Told how many frames were read.</param>
    /// <param name="cancellation">Ends the worker at once.</param>
    /// <returns>What came of it; a crash or a hang is a reason like any other.</returns>
    internal async Task<PredictionReport> Predict(PredictionJob job, Action<int> progress, CancellationToken cancellation)
    {
        if (process is null or { HasExited: true }) Start();
        Channel<PredictionReport?> awaited = reports!;
        try
        {
            await process!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job).AsMemory(), cancellation);
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
            PredictionReport? report;
            try
            {
                report = await awaited.Reader.ReadAsync(silence.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                End();
                return new PredictionReport { Reason = FormattableString.Invariant($"no frame for {patience.TotalSeconds:F0} seconds; it was given up.") };
            }

            if (report is null)
            {
                await process!.WaitForExitAsync(cancellation);
                int code = process.ExitCode;
                End();
                return new PredictionReport { Reason = FormattableString.Invariant($"the decoder crashed (exit code {code}); the file is damaged in a way that it does not survive.") };
            }

            if (report.IsLast) return report;
            progress(report.FramesRead!.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private void Start()
    {
        End();
        string library = Path.Combine(AppContext.BaseDirectory, "Elegans.Cli.dll"), host = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null)!;
        bool hosted = File.Exists(host);
        var start = new ProcessStartInfo(hosted ? host : Environment.ProcessPath ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!hosted) start.ArgumentList.Add(library);
        start.ArgumentList.Add(WorkerCommand.Name);
        process = Process.Start(start) ?? throw new IOException("A worker process cannot be started.");
        reports = Channel.CreateUnbounded<PredictionReport?>();
        Channel<PredictionReport?> current = reports;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _ = current.Writer.TryWrite(null);
            else if (PredictionReport.Parse(line.Data) is { } report) _ = current.Writer.TryWrite(report);
        };
        // What native libraries write there is theirs to read.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
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
