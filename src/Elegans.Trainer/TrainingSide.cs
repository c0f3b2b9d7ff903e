using System.CommandLine;
using Elegans.Annotation;
using Elegans.Training.Data;

namespace Elegans.Trainer;

/// <summary>
/// The options that name the embryos which what all models share is computed from: those of a recipe's training side, and of them none that validates,
/// calibrates, tests or is excluded in another split.
/// </summary>
internal sealed class TrainingSide
{
    private readonly Option<DirectoryInfo> nuclei = new("--nuclei")
    {
        Description = "Folder of wild-type nuclei tracks (CD*.csv or .csv.gz).",
        Required = true,
    };
    private readonly Option<FileInfo> recipe = new("--recipe")
    {
        Description = "The recipe whose training embryos to use, so that held-out embryos stay held out.",
        Required = true,
    };
    private readonly Option<FileInfo[]> splits = new("--split")
    {
        Description = "Splits of other runs (split.json): recordings that judge in any of them are left out, too.",
        AllowMultipleArgumentsPerToken = true,
    };

    internal void AddTo(Command command)
    {
        command.Add(nuclei);
        command.Add(recipe);
        command.Add(splits);
    }

    /// <summary>The tracks, in the order of their names.</summary>
    internal IReadOnlyList<NucleiTrack> Read(ParseResult parsed)
    {
        Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(parsed.GetRequiredValue(nuclei).FullName);
        EmbryoSplit split = new TrainingData(tracks).Split(RecipeJson.Read(parsed.GetRequiredValue(recipe)));
        EmbryoSplit[] others = [.. (parsed.GetValue(splits) ?? []).Select(file => SplitFile.Read(file.FullName))];
        return [.. Of(split, others).Select(name => tracks[name])];
    }

    /// <summary>The training side of a split without the recordings that judge in others.</summary>
    internal static IEnumerable<string> Of(EmbryoSplit split, IEnumerable<EmbryoSplit> others)
    {
        HashSet<string> judging = [.. others.SelectMany(other => (string[])[.. other.Validation, .. other.Calibration, .. other.Test, .. other.Excluded])
            .Select(EmbryoSplit.RecordingOf)];
        return split.Training.Where(name => !judging.Contains(EmbryoSplit.RecordingOf(name)));
    }
}
