using System.CommandLine;
using Elegans.Cli.Commands;
using Elegans.Cli.Many;
using Elegans.Packages;

namespace Elegans.Cli;

/// <summary>The command line: data on standard output, progress and errors on standard error, an exit code that tells.</summary>
public static class ElegansProgram
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user typed.</param>
    /// <param name="output">Where data goes.</param>
    /// <param name="error">Where progress and errors go.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(error);
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command.Name is "elegans" and var root ? root : $"elegans {parsed.CommandResult.Command.Name}";
            await error.WriteLineAsync($"elegans: {string.Join(" ", parsed.Errors.Select(e => e.Message))} See '{command} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (Explain(exception) is { } explained)
        {
            await error.WriteLineAsync($"elegans: {explained.Message}");
            return explained.Code;
        }
    }

    private static GuidedCommand Root()
    {
        GuidedCommand root = Commands();
        foreach (Command completion in CompletionCommand.Create(Commands)) root.Add(completion);
        return root;
    }

    private static GuidedCommand Commands() => GuidedCommand.Root(
        "elegans",
        """
        Counts the living cells of each lineage (A, E, M, P, C, D, Z) in images and movies of C. elegans embryos
        with labelled nuclei, and compares the counts with traced nuclei.

        Examples:
          elegans predict embryo.mov --plot embryo.png > embryo.csv
          elegans evaluate embryo.mov --nuclei CDembryo.csv --plot embryo.png
          elegans align embryo.mov --nuclei CDembryo.csv
          elegans labels CDembryo.csv
          elegans simulate --seed 1 --out embryo.mp4 --labels embryo.csv
          elegans serve

        Exit codes: 0 done; 1 a check says no (align); 2 wrong usage; 3 an input cannot be used; 4 the model cannot
        be used; 5 an output cannot be written; 6 some of many inputs cannot be used; 130 interrupted.
        """,
        PredictCommand.Create(),
        EvaluateCommand.Create(),
        LabelsCommand.Create(),
        AlignCommand.Create(),
        SimulateCommand.Create(),
        AppearanceCommand.Create(),
        ServeCommand.Create(),
        WorkerCommand.Create());

    private static (string Message, int Code)? Explain(Exception exception) => exception switch
    {
        UsageException => (exception.Message, ExitCode.Usage),
        InputException => (exception.Message, ExitCode.Input),
        ModelPackageException => (exception.Message, ExitCode.Model),
        IOException or UnauthorizedAccessException => (exception.Message, ExitCode.Output),
        OperationCanceledException => ("interrupted; what is written is whole.", ExitCode.Interrupted),
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
