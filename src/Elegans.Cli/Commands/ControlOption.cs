using System.CommandLine;
using System.Globalization;
using Elegans.Cli.Batch;
using Elegans.Files;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Cli.Commands;

/// <summary><c>--control</c>: the tables of a laboratory's own wild types, whose growth is normal.</summary>
internal sealed class ControlOption
{
    private const int Named = 5;

    private readonly Option<string?> folder = new("--control")
    {
        Description = "Tables of your own wild types, written by elegans predict --measured: those that deviate themselves are named, and of nineteen and "
            + "more the limit of what deviates is theirs: one in twenty like them.",
        HelpName = "FOLDER",
        Validators =
        {
            given =>
            {
                if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string?>())) given.AddError("--control names no folder.");
            },
        },
    };

    private (ParseResult Asked, ControlGrowth Controls)? known;

    internal void AddTo(Command command) => command.Add(folder);

    /// <summary>Refuses to write tables among the controls.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="output">The folder that tables are written into; null where there is none.</param>
    /// <exception cref="UsageException">It is that of the controls.</exception>
    internal void RequireDistinct(ParseResult parsed, string? output)
    {
        if (output is not null && parsed.GetValue(folder) is { } named && Full(named) == Full(output)) throw new UsageException(
            $"--control {named} is the folder that tables are written into; controls need one of their own.");

        static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>Reads the controls that were named, and says what they are; null where none were.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="card">The model that predicts.</param>
    /// <exception cref="UsageException">The folder holds no tables that can be used.</exception>
    /// <exception cref="InputException">A table cannot be read.</exception>
    internal ControlGrowth? Read(ParseResult parsed, Func<ModelCard> card)
    {
        if (parsed.GetValue(folder) is not { } named) return null;
        if (known is { } before && before.Asked == parsed) return before.Controls;
        if (!Directory.Exists(named)) throw new UsageException($"--control {named} is not a folder.");
        ModelCard model = card();
        if (model.Growth is null) throw new UsageException($"{model.Name} {model.Version} is not calibrated to judge growth; leave --control out.");
        var controls = ControlGrowth.Of(model, [.. Tables(named, model).SelectMany(Movies)]);
        if (controls.Controls.All(control => control.Departure is null)) throw new UsageException(
            $"--control {named}: no table is of a movie that is long enough to judge growth by.");
        if (!parsed.GetValue(Progress.Quiet)) parsed.InvocationConfiguration.Error.WriteLine(Summary(named, controls, model.Growth.Limit));
        known = (parsed, controls);
        return controls;
    }

    private static string[] Tables(string folder, ModelCard model)
    {
        string make = "Write them by: elegans predict MOVIES --measured --out FOLDER";
        if (File.Exists(Path.Combine(folder, RunSummary.FileName)))
        {
            // A control that is not normal is left out by deleting its table.
            SummaryRow[] done = [.. Rows(folder).Where(row => row.Predicted is not null && File.Exists(Path.Combine(folder, row.Output)))];
            if (done.Length == 0) throw new UsageException($"--control {folder} has no table that was written whole. {make}");
            if (done.FirstOrDefault(row => !row.Settings.Contains(model.Weights.Sha256[..12], StringComparison.Ordinal)) is { } other)
                throw new UsageException(
                    $"--control {folder}: {other.Output} was read by another model than {model.Name} {model.Version}, which errs in another way. {make}");
            return [.. done.Select(row => Path.Combine(folder, row.Output))];
        }

        string[] tables = [.. Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)];
        return tables.Length > 0 ? tables : throw new UsageException($"--control {folder} holds no tables. {make}");
    }

    private static IReadOnlyList<SummaryRow> Rows(string folder)
    {
        try
        {
            return new RunSummary(folder).Before;
        }
        catch (UsageException)
        {
            throw new UsageException(
                $"--control {folder} holds a {RunSummary.FileName} that elegans predict did not write; without it, every table there is taken.");
        }
    }

    private static IEnumerable<(string Name, IReadOnlyList<FramePrediction> Frames)> Movies(string table)
    {
        IReadOnlyList<IReadOnlyList<FramePrediction>> embryos = CountTableReader.ReadEmbryos(table);
        if (!embryos.Any(frames => frames.Any(frame => frame.Measured is not null)) && embryos.Any(frames => frames.Any(frame => frame.Counts is not null)))
            throw new UsageException(
                $"{table} has no column measured, and the other totals are those of a normal embryo whatever was seen; write it with --measured.");
        string name = Path.GetFileNameWithoutExtension(table);
        return embryos.Select((frames, embryo) =>
            (embryos.Count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}, embryo {embryo + 1}"), frames));
    }

    private static string Summary(string folder, ControlGrowth controls, double usual)
    {
        ControlMovie[] judged = [.. controls.Controls.Where(control => control.Departure is not null)];
        string whose = judged.Length >= ControlGrowth.LeastToSetLimit ? "theirs"
            : string.Create(CultureInfo.InvariantCulture, $"the model's, as fewer than {ControlGrowth.LeastToSetLimit} set none");
        string said = string.Create(
            CultureInfo.InvariantCulture,
            $"{ElegansProgram.Name}: {folder}: {judged.Length} control(s); the limit beyond which an embryo deviates is {controls.Limit:F3}, {whose}.");
        if (controls.Limit > usual) said += string.Create(
            CultureInfo.InvariantCulture, $" The model's is {usual:F3}: fewer embryos are said to deviate.");
        ControlMovie[] deviate = [.. judged.Where(control => control.Departure > Math.Min(controls.Limit, usual))
            .OrderByDescending(control => control.Departure)];
        if (deviate.Length == 0) return said;
        IEnumerable<string> names = deviate.Take(Named).Select(
            control => string.Create(CultureInfo.InvariantCulture, $"{control.Name} ({control.Departure:F2})"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{said} {deviate.Length} control(s) depart farther than {Math.Min(controls.Limit, usual):F3}: {string.Join(", ", names)}"
            + $"{(deviate.Length > Named ? " and others" : "")}. Look at them, and delete the tables of those that are not normal.");
    }
}
