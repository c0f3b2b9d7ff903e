using System.CommandLine;

namespace Elegans.CommandLine;

/// <summary>
/// Runs a command line to its end, whatever happens: one line on standard error for what went wrong, an exit code that is
/// documented, and never a stack trace.
/// </summary>
public static class ProgramRun
{
    private const int MaxLetters = 1000;

    /// <summary>Runs one command.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="root">Makes the commands.</param>
    /// <param name="args">What the user typed.</param>
    /// <param name="output">Where data goes.</param>
    /// <param name="error">Where progress and errors go.</param>
    /// <param name="explain">What is known of an exception; null for one that nobody foresaw.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Of(string program, Func<Command> root, string[] args, TextWriter output, TextWriter error, Func<Exception, Ending?> explain)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(explain);
        Interruption? interruption = null;
        try
        {
            ParseResult parsed = Parse(root(), args);
            if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
            {
                Say(error, program, $"{string.Join(" ", parsed.Errors.Select(each => each.Message))} See '{Names(parsed)} --help'.");
                return Ending.Usage;
            }

            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            // A hidden command works for another process, which is interrupted too and says when this one ends.
            interruption = parsed.CommandResult.Command.Hidden ? null : new Interruption();
            int code = await parsed.InvokeAsync(configuration, interruption?.Token ?? CancellationToken.None);
            await output.FlushAsync();
            return code;
        }
        catch (Exception exception)
        {
            Ending ending = Explained(exception, explain) ?? Ending.Of(exception, program);
            if (ending.Message is { } message) Say(error, program, message);
            return exception is OperationCanceledException && interruption?.ExitCode is { } code ? code : ending.Code;
        }
        finally
        {
            interruption?.Dispose();
        }
    }

    /// <summary>Understands what was typed, without running it. A file name may begin with @: nothing is read as a list of further arguments.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">What the user typed.</param>
    public static ParseResult Parse(Command root, string[] args)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    /// <summary>Ends the process in the same way where an exception is thrown on a thread that nobody waits for.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="error">Where errors go.</param>
    public static void Guard(string program, TextWriter error) => AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
    {
        Ending ending = thrown.ExceptionObject is Exception exception ? Ending.Of(exception, program) : new Ending("it broke off.", Ending.Fault);
        Say(error, program, ending.Message!);
        Environment.Exit(ending.Code);
    };

    private static Ending? Explained(Exception exception, Func<Exception, Ending?> explain) =>
        explain(exception) ?? (exception is AggregateException { InnerExceptions: [{ } inner] } ? Explained(inner, explain) : null);

    private static string Names(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
            if (result is System.CommandLine.Parsing.CommandResult { Command: var command }) names.Insert(0, command.Name);
        return string.Join(' ', names);
    }

    /// <summary>One line, whatever the message; where standard error is closed or full, there is nobody to tell.</summary>
    private static void Say(TextWriter error, string program, string message)
    {
        string line = string.Concat(message.ReplaceLineEndings(" ").Select(letter => char.IsControl(letter) ? ' ' : letter));
        if (line.Length > MaxLetters) line = $"{line[..(MaxLetters / 2)]} … {line[^(MaxLetters / 2)..]}";
        try
        {
            error.WriteLine($"{program}: {line}");
            error.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The exit code still says that something went wrong.
        }
    }
}
