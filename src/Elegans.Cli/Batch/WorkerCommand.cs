using System.CommandLine;
using System.Runtime.InteropServices;
using Elegans.Workers;

namespace Elegans.Cli.Batch;

/// <summary>The hidden command that runs in a worker process: a job for each line of standard input, reports on standard output.</summary>
internal static class WorkerCommand
{
    internal static Command Create()
    {
        var command = new Command(Worker.Command, "Works for another process.") { Hidden = true };
        command.SetAction(async (parsed, _) =>
        {
            // Ctrl-C reaches every process of a terminal; when this one ends is for its owner to say, who would take it for a crash.
            using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            await WorkerLoop.Run(Console.In, parsed.InvocationConfiguration.Output, CancellationToken.None);
            return ExitCode.Done;
        });
        return command;
    }
}
