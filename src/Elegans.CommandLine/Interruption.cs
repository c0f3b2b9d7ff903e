using System.Runtime.InteropServices;

namespace Elegans.CommandLine;

/// <summary>
/// Ctrl-C, and the request to end that schedulers and services send, as a cancellation: work stops, and what was begun is put away. A
/// second one ends the process at once, and so does work that does not stop in time.
/// </summary>
/// <remarks>System.CommandLine listens only once an action has given control back, and most of ours work to their end first.</remarks>
internal sealed class Interruption : IDisposable
{
    /// <summary>The exit codes of a program that was interrupted and of one that was asked to end, as shells know them.</summary>
    private const int Interrupted = 130, AskedToEnd = 143;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] signals;
    private Timer? impatience;

    /// <summary>Begins to listen.</summary>
    internal Interruption() =>
        signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

    /// <summary>Cancelled with the first signal.</summary>
    internal CancellationToken Token => stop.Token;

    /// <summary>The exit code that the signal stands for; null where none came.</summary>
    internal int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in signals) signal.Dispose();
        impatience?.Dispose();
        stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        int code = signal.Signal == PosixSignal.SIGTERM ? AskedToEnd : Interrupted;
        ExitCode = code;
        impatience = new Timer(_ => Environment.Exit(code), null, Grace, Timeout.InfiniteTimeSpan);
        stop.Cancel();
    }
}
