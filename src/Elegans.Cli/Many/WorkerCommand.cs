using System.CommandLine;
using Elegans.Workers;

namespace Elegans.Cli.Many;

/// <summary>The hidden command that runs in a worker process: a job for each line of standard input, reports on standard output.</summary>
internal static class WorkerCommand
{
    internal static Command Create()
    {
        var command = new Command(Worker.Command, "Works for another process.") { Hidden = true };
        command.SetAction(async (parsed, cancellation) =>
        {
            await WorkerLoop.Run(Console.In, parsed.InvocationConfiguration.Output, cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
