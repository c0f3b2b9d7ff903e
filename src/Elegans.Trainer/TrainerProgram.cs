using System.CommandLine;
using Elegans.Packages;

namespace Elegans.Trainer;

/// <summary>The command line: results on standard output, progress and errors on standard error, an exit code that tells.</summary>
public static class TrainerProgram
{
    private const int Done = 0, BrokeOff = 1, Usage = 2, Input = 3, Interrupted = 130;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user typed.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress and errors go.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(error);
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"elegans-train: {string.Join(" ", parsed.Errors.Select(e => e.Message))} See 'elegans-train --help'.");
            return Usage;
        }

        try
        {
            _ = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            return Done;
        }
        catch (Exception exception) when (CodeOf(exception) is { } code)
        {
            await error.WriteLineAsync($"elegans-train: {(code == Interrupted ? "interrupted; the last checkpoint is whole, continue with --resume." : exception.Message)}");
            return code;
        }
    }

    private static RootCommand Root() => new(
        $"""
        Trains the lineage population model of Elegans and writes model packages.

        Exit codes: {Done} done, {BrokeOff} training broke off or a file cannot be written, {Usage} wrong usage, {Input} an input cannot be used, {Interrupted} interrupted.
        """)
    {
        TrainCommand.Create(),
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
    };

    private static int? CodeOf(Exception exception) => exception switch
    {
        InputException or ModelPackageException => Input,
        OperationCanceledException => Interrupted,
        InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException => BrokeOff,
        _ => null,
    };
}
