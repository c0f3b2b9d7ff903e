using System.Globalization;
using System.Text.RegularExpressions;
using Elegans.Workers;

namespace Elegans.Cli.Many;

/// <summary>
/// Predicts many inputs into a folder: a table each and a summary. A bad input is a row with its reason. Run again, it skips
/// what is done and unchanged, and ends with the files of an undisturbed run.
/// </summary>
internal sealed partial class ManyPredictions
{
    private const string LockName = ".elegans-lock";
    private readonly string folder, settings;
    private readonly TextWriter error;
    private readonly bool quiet;

    /// <summary>Prepares a run.</summary>
    /// <param name="folder">Where the tables go; made where it is missing.</param>
    /// <param name="settings">The model and the options, as a text that changes when they do.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="quiet">Whether to tell no progress.</param>
    internal ManyPredictions(string folder, string settings, TextWriter error, bool quiet)
    {
        (this.folder, this.settings, this.error, this.quiet) = (folder, settings, error, quiet);
        if (File.Exists(folder)) throw new UsageException($"--out {folder} is a file; many inputs need a folder.");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Predicts the inputs.</summary>
    /// <param name="files">The inputs.</param>
    /// <param name="jobOf">Makes the job of an input and its table.</param>
    /// <param name="patience">How long an input may bring no frame.</param>
    /// <param name="cancellation">Ends the run; what is done stays.</param>
    /// <returns>The summary's rows.</returns>
    internal async Task<IReadOnlyList<SummaryRow>> Run(IReadOnlyList<string> files, Func<string, string, PredictionJob> jobOf, TimeSpan patience, CancellationToken cancellation)
    {
        using FileStream only = Lock();
        RemoveLeftovers();
        var summary = new RunSummary(folder);
        IReadOnlyList<string> tables = ManyInputs.TableNames(files);
        using var worker = new Worker(patience);
        for (int i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = new FileInfo(files[i]);
            var wanted = new SummaryRow(files[i].ReplaceLineEndings(" "), tables[i], null, null, file.Exists ? file.Length : 0, file.Exists ? file.LastWriteTimeUtc : default, settings);
            string table = Path.Combine(folder, tables[i]);
            string place = string.Create(CultureInfo.InvariantCulture, $"[{i + 1}/{files.Count}] {Path.GetFileName(files[i])}");
            if (summary.Earlier(wanted) is { Predicted: not null } earlier && File.Exists(table))
            {
                summary.Add(i, earlier);
                Say($"{place}: done before");
                continue;
            }

            File.Delete(table);
            WorkerReport report = await worker.Do(jobOf(files[i], table), so => Say($"{place}: {so.FramesRead} frames", passing: true), cancellation);
            summary.Add(i, wanted with { Predicted = report.Predicted, Reason = report.Predicted is null ? Reason(report, files[i]) : null });
            if (report.Predicted is { } predicted) Say($"{place}: {predicted.Frames} frames, {predicted.FirstTotal} to {predicted.LastTotal} cells{(predicted.Remark.Length > 0 ? $"; {predicted.Remark}" : "")}");
            else error.WriteLine($"elegans: {Reason(report, files[i], named: true)}");
        }

        return [.. summary.Rows];
    }

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.csv$", RegexOptions.None, 1000)]
    private static partial Regex Leftover();

    private static string Reason(WorkerReport report, string file, bool named = false)
    {
        string reason = report.Reason ?? "no reason was given.", prefix = $"{file}: ";
        bool has = reason.StartsWith(prefix, StringComparison.Ordinal);
        return named == has ? reason : named ? prefix + reason : reason[prefix.Length..];
    }

    private FileStream Lock()
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new IOException($"Another run is writing into {folder}; wait for it or write elsewhere.", exception);
        }
    }

    /// <summary>What a killed run was just writing.</summary>
    private void RemoveLeftovers()
    {
        foreach (string file in Directory.EnumerateFiles(folder, ".*.csv").Where(file => Leftover().IsMatch(Path.GetFileName(file)))) File.Delete(file);
    }

    private void Say(string text, bool passing = false)
    {
        if (quiet) return;
        if (!Console.IsErrorRedirected) error.Write($"\r{text}\u001b[K{(passing ? "" : "\n")}");
        else if (!passing) error.WriteLine(text);
    }
}
