using System.Globalization;
using System.Text.RegularExpressions;
using Elegans.Cli.Commands;
using Elegans.Cli.Inputs;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Workers;

namespace Elegans.Cli.Batch;

/// <summary>
/// Predicts many inputs into a folder: a table each and a summary. A bad input is a row with its reason. Run again, it skips
/// what is done and unchanged, and ends with the files of an undisturbed run, also where it was killed at any moment before.
/// </summary>
internal sealed partial class ManyPredictions
{
    private const string LockName = ".elegans-lock";

    /// <summary>A table that is whole takes its place only when its row is in the summary: no work is done twice.</summary>
    private const string NewPrefix = ".new-";
    private readonly string folder, settings;
    private readonly TextWriter error;
    private readonly bool quiet;

    /// <summary>Prepares a run.</summary>
    /// <param name="folder">Where the tables go; made where it is missing.</param>
    /// <param name="settings">The model and the options, as a text that changes when they do.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="quiet">Whether to report no progress.</param>
    internal ManyPredictions(string folder, string settings, TextWriter error, bool quiet)
    {
        (this.folder, this.settings, this.error, this.quiet) = (folder, settings, error, quiet);
        if (File.Exists(folder)) throw new UsageException($"--out {folder} is a file; many inputs need a folder.");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Predicts the inputs.</summary>
    /// <param name="files">The inputs.</param>
    /// <param name="received">The inputs that come through pipes.</param>
    /// <param name="jobOf">Makes the job of an input and its table.</param>
    /// <param name="patience">How long an input may bring no frame.</param>
    /// <param name="cancellation">Ends the run; what is done stays.</param>
    /// <returns>The summary's rows.</returns>
    internal async Task<IReadOnlyList<SummaryRow>> Run(
        IReadOnlyList<string> files, NamedInputs received, Func<string, string, PredictionJob> jobOf, TimeSpan patience, CancellationToken cancellation)
    {
        using FileStream only = Lock();
        var summary = new RunSummary(folder);
        Recover(summary);
        IReadOnlyList<string> tables = ManyInputs.TableNames(files, summary.Tables);
        summary.Order(files.Select(file => SummaryRow.NameOf(file)));
        using var worker = new Worker(patience);
        var taken = new HashSet<string>(tables.Concat(summary.Tables.Values), StringComparer.OrdinalIgnoreCase);
        int before = 0;
        for (int i = 0; i < files.Count; i++)
        {
            // An input of several positions is as many movies; which they are is known once it was opened.
            IReadOnlyList<int> more = await One(i, position: 0, tables[i]);
            foreach (string left in summary.KeepPositions(i, files[i], more)) File.Delete(Path.Combine(folder, left));
            foreach (int position in more) _ = await One(i, position, TableName(files[i], tables[i], position, summary, taken));
            received.Forget(files[i]);
        }

        SummaryRow[] rows = [.. summary.Rows];
        Say(Ending(rows, before));
        return rows;

        async Task<IReadOnlyList<int>> One(int number, int position, string name)
        {
            cancellation.ThrowIfCancellationRequested();
            string input = position == 0 ? files[number] : SummaryRow.NameOf(files[number], position);
            SummaryRow wanted = Wanted(files[number], name) with { Input = SummaryRow.NameOf(input) };
            string place = string.Create(CultureInfo.InvariantCulture, $"[{number + 1}/{files.Count}] {Path.GetFileName(input)}");
            if (summary.Earlier(wanted) is { Predicted: not null } earlier && File.Exists(Path.Combine(folder, name)))
            {
                summary.Add(number, position, earlier);
                Say($"{place}: done before");
                before++;
                return earlier.Predicted.MorePositions;
            }

            summary.Forget(wanted.Input);
            string table = Path.Combine(folder, name), fresh = Path.Combine(folder, NewPrefix + name);
            File.Delete(table);
            IReadOnlyList<int> more = [];
            WorkerReport report = await Predict(worker, received, files[number], file => JobOf(file, fresh, position), Follow, cancellation);
            summary.Add(
                number, position, wanted with { Predicted = report.Predicted, Reason = report.Predicted is null ? Reason(report, files[number]) : null });
            if (report.Predicted is { } predicted)
            {
                File.Move(fresh, table, overwrite: true);
                Say($"{place}: {predicted}; {name}");
                foreach (SourceNote note in predicted.Notes.Where(note => note.Remedy != InputRemedy.Position || predicted.MorePositions.Count == 0))
                    error.WriteLine(InputAdvice.Line(input, note));
            }
            else
            {
                error.WriteLine(position == 0 ? $"{ElegansProgram.Name}: {Reason(report, files[number], named: true)}"
                    : $"{ElegansProgram.Name}: {input}: {Reason(report, files[number])}");
            }

            return more;

            void Follow(WorkerReport so)
            {
                more = so.MorePositions ?? more;
                Say($"{place}: {so.FramesRead} frames", passing: true);
            }
        }

        PredictionJob JobOf(string file, string table, int position)
        {
            PredictionJob job = jobOf(file, table);
            return position == 0 ? job : job with { Reading = job.Reading with { Position = position } };
        }
    }

    /// <summary>The table of a position: the one that an earlier run gave it, or else that of its input with the position's number.</summary>
    private static string TableName(string input, string table, int position, RunSummary summary, HashSet<string> taken)
    {
        if (summary.Tables.TryGetValue(SummaryRow.NameOf(input, position), out string? earlier)) return earlier;
        string stem = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(table)}-position-{position}"), name = $"{stem}.csv";
        for (int number = 2; !taken.Add(name); number++) name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}.csv");
        return name;
    }

    /// <summary>What came of a run, in a line.</summary>
    private string Ending(SummaryRow[] rows, int before)
    {
        PredictedInput[] predicted = [.. rows.Select(row => row.Predicted).OfType<PredictedInput>()];
        int counted = predicted.Sum(input => input.Counted), failed = rows.Length - predicted.Length;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Length} inputs: {predicted.Length - before} "
                + $"done{(before > 0 ? $", {before} done before" : "")}{(failed > 0 ? $", {failed} failed" : "")}; "
                + $"{predicted.Sum(input => (long)input.Frames)} frames, {(counted > 0 ? $"{counted} counted" : "none counted")}; "
                + $"{Path.Combine(folder, RunSummary.FileName)}");
    }

    /// <summary>The row of an input that is still to be done. What comes through a pipe is another thing each time.</summary>
    private SummaryRow Wanted(string input, string table)
    {
        bool isFile = input.Length > 0 && !NamedInputs.IsStream(input) && File.Exists(input), isStore = !isFile && Directory.Exists(input);
        return new SummaryRow(
            SummaryRow.NameOf(input),
            table,
            null,
            null,
            isFile ? new FileInfo(input).Length : 0,
            isFile ? File.GetLastWriteTimeUtc(input) : isStore ? Newest(input) : DateTime.UtcNow,
            settings);
    }

    /// <summary>
    /// When a store of many files was last changed: what is written anew in it leaves its time on the folder around it, two levels deep at most.
    /// </summary>
    private static DateTime Newest(string store) => Directory.EnumerateDirectories(store, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 1,
    })
        .Select(Directory.GetLastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(store)).Max();

    private static async Task<WorkerReport> Predict(
        Worker worker, NamedInputs received, string input, Func<string, PredictionJob> jobOf, Action<WorkerReport> progress, CancellationToken cancellation)
    {
        WorkerReport report;
        try
        {
            report = await worker.Do(jobOf(received.File(input)), progress, cancellation);
        }
        catch (InputException exception)
        {
            return new WorkerReport { Failure = WorkerFailure.Input, Reason = exception.Message, Remedy = exception.Remedy };
        }

        string? reason = report.Reason is null ? null : received.Named(report.Reason);
        if (report.Failure is WorkerFailure.Fault or WorkerFailure.Decoder
            && FaultLog.Write(ElegansProgram.Name, $"{input}: {reason}\n{report.LastWords}") is { } log) reason = $"{reason} Details: {log}";
        return report with { Reason = reason };
    }

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.csv$", RegexOptions.None, 1000)]
    private static partial Regex Leftover();

    private static string Reason(WorkerReport report, string file, bool named = false)
    {
        string reason = InputAdvice.With(report.Reason ?? "no reason was given.", report.Remedy), prefix = $"{file}: ";
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

    /// <summary>After a run that was killed: a table whose row is there takes its place; what was only begun is removed.</summary>
    private void Recover(RunSummary summary)
    {
        foreach (string file in Directory.EnumerateFiles(folder, $"{NewPrefix}*.csv"))
        {
            string name = Path.GetFileName(file)[NewPrefix.Length..], table = Path.Combine(folder, name);
            if (!File.Exists(table) && summary.Before.Any(row => row.Output == name && row.Predicted is not null)) File.Move(file, table);
            else File.Delete(file);
        }

        foreach (string file in Directory.EnumerateFiles(folder, ".*.csv").Where(file => Leftover().IsMatch(Path.GetFileName(file)))) File.Delete(file);
    }

    private void Say(string text, bool passing = false)
    {
        if (quiet) return;
        if (!Console.IsErrorRedirected) error.Write($"\r{text}\u001b[K{(passing ? "" : "\n")}");
        else if (!passing) error.WriteLine(text);
    }
}
