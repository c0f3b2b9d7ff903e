using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Models;

namespace Elegans.Trainer;

/// <summary>The command line: results on standard output, progress and errors on standard error, an exit code for every end.</summary>
public static class TrainerProgram
{
    private const int Done = 0, BrokeOff = 1, Input = 3;

    /// <summary>The exit code of who was interrupted.</summary>
    internal const int Interrupted = 130;

    /// <summary>The program's name.</summary>
    internal const string Name = "elegans-train";

    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user typed.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress and errors go.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => ProgramRun.Of(Name, Root, args, output, error, Explain);

    /// <summary>All commands.</summary>
    internal static RootCommand Root() => new(
        $"""
        Trains the lineage population model of Elegans and writes model packages.

        Exit codes: {Done} done, {BrokeOff} training broke off or a file cannot be written, {Ending.Usage} wrong usage, {Input} an input cannot be used,
        {Ending.Fault} a fault of {Name} itself, or a part of it is missing, {Ending.Memory} not enough memory, {Interrupted} interrupted.
        """)
    {
        TrainCommand.Create(),
        CrossCommand.Create(),
        CheckCommand.Create(),
        SheetCommand.Create(),
        ExportCommand.Create(),
        MeasureCommand.Create(),
        ReferenceCommand.Create(),
        CourseCommand.Create(),
        QuantiseCommand.Create(),
        DescribeCommand.Create(),
        CalibrateCommand.Create(),
        ReportCommand.Create(),
        ExperimentCommand.Create(),
        FinderCommand.Create(),
    };

    private static Ending? Explain(Exception exception) => exception switch
    {
        InputException input => new Ending(With(input.Message, input.Remedy), Input),
        ModelPackageException => new Ending(exception.Message, Input),
        OperationCanceledException => new Ending("interrupted; the last checkpoint is whole, continue with --resume.", Interrupted),
        IOException when Ending.IsOfMissingPart(exception) => null,
        InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException => new Ending(exception.Message, BrokeOff),
        _ => null,
    };

    /// <summary>A problem and, where there is one, the option that helps: the library knows no options.</summary>
    internal static string With(string problem, InputRemedy remedy) => remedy switch
    {
        InputRemedy.Movies => $"{problem} --movies names their folder.",
        InputRemedy.Tracks => $"{problem} --nuclei names the folder of tracks, --movies a manifest, and --embryos draws as many again as the run had.",
        InputRemedy.Labels => $"{problem} --labels names it.",
        InputRemedy.Resume => $"{problem} --resume continues it.",
        InputRemedy.CacheSize => $"{problem} --cache-size allows more.",
        _ => problem,
    };
}
