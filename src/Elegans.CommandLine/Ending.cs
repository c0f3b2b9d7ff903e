namespace Elegans.CommandLine;

/// <summary>How a run ends that did not do what was asked.</summary>
/// <param name="Message">One line for standard error, without the program's name; null says nothing.</param>
/// <param name="Code">The exit code.</param>
public sealed record Ending(string? Message, int Code)
{
    /// <summary>The exit code of wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>The exit code of a fault of the program, as sysexits.h has it (EX_SOFTWARE).</summary>
    public const int Fault = 70;

    /// <summary>The exit code where memory does not suffice (sysexits.h's EX_OSERR).</summary>
    public const int Memory = 71;

    /// <summary>What nobody foresaw. The details go into a log, whose place the message names.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="program">The program's name.</param>
    public static Ending Of(Exception exception, string program)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (Causes(exception).Any(cause => cause is OutOfMemoryException)) return new Ending(
            "there is not enough memory; close other programs, or use smaller movies or fewer threads.", Memory);
        string? log = FaultLog.Write(program, exception.ToString());
        string details = log is null ? "" : $" Details: {log}";
        Exception? missing = Causes(exception).FirstOrDefault(
            cause => cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException || IsOfMissingPart(cause));
        return missing is null
            ? new Ending($"this is a fault of {program} itself, please report it: {exception.GetType().Name}: {exception.Message}{details}", Fault)
            : new Ending($"a part of {program} is missing or cannot be loaded; install it again. {missing.Message.Split('\n')[0].Trim()}{details}", Fault);
    }

    /// <summary>Whether an assembly of the program is missing, which .NET reports as a file that is.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsOfMissingPart(Exception exception) =>
        exception is FileLoadException || (exception is FileNotFoundException { FileName: { } name } && name.Contains("Version=", StringComparison.Ordinal));

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
