using System.CommandLine;
using Spectre.Console;

namespace Elegans.Cli;

/// <summary>Progress of long work on standard error: a bar in a terminal, silence in a pipe or with <c>--quiet</c>.</summary>
internal static class Progress
{
    /// <summary>What a header promises is no reason to reserve more than this.</summary>
    private const int MaxReserved = 4096;

    internal static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on standard error." };

    /// <summary>Gathers a sequence while showing how far it has come.</summary>
    internal static List<T> Over<T>(ParseResult parsed, string work, int? expected, IEnumerable<T> items)
    {
        var gathered = new List<T>(Math.Min(expected ?? 0, MaxReserved));
        During(parsed, work, expected, advance =>
        {
            foreach (T item in items)
            {
                gathered.Add(item);
                advance();
            }
        });
        return gathered;
    }

    /// <summary>Runs long work that tells after every step and gives something in the end.</summary>
    internal static T During<T>(ParseResult parsed, string work, int? expected, Func<Action, T> run)
    {
        T result = default!;
        During(parsed, work, expected, advance => { result = run(advance); });
        return result;
    }

    /// <summary>Runs long work that tells after every step.</summary>
    internal static void During(ParseResult parsed, string work, int? expected, Action<Action> run)
    {
        if (parsed.GetValue(Quiet) || Console.IsErrorRedirected)
        {
            run(() => { });
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(work), maxValue: expected ?? 1);
                task.IsIndeterminate = expected is null;
                run(() => task.Increment(1));
            });
    }
}
