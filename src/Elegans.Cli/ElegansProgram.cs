using System.CommandLine;
using Elegans.Cli.Batch;
using Elegans.Cli.Commands;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Models;

namespace Elegans.Cli;

/// <summary>The command line: data on standard output, progress and errors on standard error, an exit code for every end.</summary>
public static class ElegansProgram
{
    /// <summary>The program's name.</summary>
    internal const string Name = "elegans";

    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user typed.</param>
    /// <param name="output">Where data goes.</param>
    /// <param name="error">Where progress and errors go.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => ProgramRun.Of(Name, Root, args, output, error, Explain);

    /// <summary>All commands.</summary>
    internal static GuidedCommand Root()
    {
        GuidedCommand root = Commands();
        foreach (Command completion in CompletionCommand.Create(Commands)) root.Add(completion);
        return root;
    }

    private static GuidedCommand Commands() => GuidedCommand.Root(
        Name,
        """
        Counts the living cells of each lineage (A, E, M, P, C, D, Z) in images and movies of C. elegans embryos
        with labelled nuclei, and compares the counts with traced nuclei.

        Examples:
          elegans predict embryo.mov --plot embryo.png > embryo.csv
          elegans info embryo.tif
          elegans evaluate embryo.mov --nuclei CDembryo.csv --plot embryo.png
          elegans align embryo.mov --nuclei CDembryo.csv
          elegans labels CDembryo.csv
          elegans simulate --seed 1 --out embryo.mp4 --labels embryo.csv
          elegans serve

        An input may be a pipe or standard input (-), an output a pipe or a device.

        Exit codes: 0 done; 1 a check says no (align); 2 wrong usage; 3 an input cannot be used; 4 the model cannot
        be used; 5 an output cannot be written; 6 some of many inputs cannot be used; 70 a fault of elegans itself, or a
        part of it is missing; 71 not enough memory; 130 interrupted.
        """,
        PredictCommand.Create(),
        InfoCommand.Create(),
        EvaluateCommand.Create(),
        NucleiCommand.Create(),
        LabelsCommand.Create(),
        AlignCommand.Create(),
        SimulateCommand.Create(),
        AppearanceCommand.Create(),
        ServeCommand.Create(),
        WorkerCommand.Create());

    private static Ending? Explain(Exception exception) => exception switch
    {
        UsageException => new Ending(exception.Message, ExitCode.Usage),
        InputException input => new Ending(InputAdvice.With(input.Message, input.Remedy), ExitCode.Input),
        ModelPackageException => new Ending(exception.Message, ExitCode.Model),
        IOException when Ending.IsOfMissingPart(exception) => null,
        IOException or UnauthorizedAccessException => new Ending(exception.Message, ExitCode.Output),
        OperationCanceledException => new Ending("interrupted; what is written is whole.", ExitCode.Interrupted),
        _ => null,
    };
}
