using System.Globalization;

namespace Elegans.Workers;

/// <summary>Finds out why a worker process ended in the middle of a job, from its exit code and its last words.</summary>
internal static class WorkerEnd
{
    /// <summary>The exit code of a process that a signal ended is the signal's number and this (POSIX shells, .NET).</summary>
    private const int OfSignal = 128;

    /// <summary>The exit codes by which the program itself says that it has a fault, and that memory does not suffice.</summary>
    private const int OwnFault = 70, OwnMemory = 71;

    private static readonly string[] SaysMemory = ["OutOfMemoryException", "Out of memory", "std::bad_alloc", "Failed to allocate",
        "GC heap initialization failed"];
    private static readonly string[] SaysFault = ["Unhandled exception", "Process terminated.", "Stack overflow", "Fatal error. Internal CLR error"];

    /// <summary>The report of a job whose process ended.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="lastWords">The end of its standard error.</param>
    internal static WorkerReport Of(int exitCode, string lastWords)
    {
        string? signal = SignalOf(exitCode);
        string how = string.Create(CultureInfo.InvariantCulture, $"{(signal is null ? "" : $"{signal}, ")}exit code {exitCode}");
        (WorkerFailure failure, string reason) = exitCode switch
        {
            _ when exitCode == OwnMemory || Says(SaysMemory) =>
                (WorkerFailure.Memory, $"there was not enough memory to read it ({how}); close other programs, or use smaller frames."),
            _ when exitCode == OwnFault || Says(SaysFault) =>
                (WorkerFailure.Fault, $"the program failed on it, by a fault of its own and not of the file ({how})."),
            _ when signal == "SIGKILL" =>
                (WorkerFailure.Memory,
                $"the process that read it was killed ({how}), as systems do when memory runs out; close other programs, or use smaller frames."),
            _ when signal is "SIGSEGV" or "SIGABRT" or "SIGBUS" or "SIGILL" or "SIGFPE" =>
                (WorkerFailure.Decoder, $"the decoder crashed ({how}); the file is damaged in a way that it does not survive."),
            _ => (WorkerFailure.Ended, $"the process that read it was ended ({how})."),
        };
        return new WorkerReport { Failure = failure, Reason = reason, LastWords = lastWords.Length > 0 ? lastWords : null };

        bool Says(string[] words) => words.Any(each => lastWords.Contains(each, StringComparison.Ordinal));
    }

    private static string? SignalOf(int exitCode) => (exitCode - OfSignal) switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => null,
    };
}
