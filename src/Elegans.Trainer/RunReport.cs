using Elegans.Training.Run;

namespace Elegans.Trainer;

/// <summary>What a run reports, on the terminal and in its log.</summary>
/// <param name="error">The terminal.</param>
internal sealed class RunReport(TextWriter error) : IDisposable
{
    private const int LineEvery = 50;
    private readonly List<string> early = [];
    private RunLog? log;

    /// <summary>Keeps a log from here on, and writes into it what was said before.</summary>
    internal void LogInto(string path)
    {
        log = new RunLog(path);
        early.ForEach(log.Write);
        early.Clear();
    }

    /// <summary>One line.</summary>
    internal void Say(string line)
    {
        error.WriteLine(line);
        Log(line);
    }

    /// <summary>Progress: on a terminal one line that changes, else a line now and then.</summary>
    internal void Say(TrainingProgress progress)
    {
        bool isLine = progress.Finished is not null || progress.Batch % LineEvery == 0;
        if (!Console.IsErrorRedirected) error.Write($"\r{progress}\u001b[K{(progress.Finished is null ? "" : "\n")}");
        else if (isLine) error.WriteLine(progress);
        if (isLine) Log(progress.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => log?.Dispose();

    private void Log(string line)
    {
        if (log is null) early.Add(line);
        else log.Write(line);
    }
}
