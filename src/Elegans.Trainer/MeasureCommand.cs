using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Evaluation;
using Elegans.Packages;
using Elegans.Training;

namespace Elegans.Trainer;

/// <summary><c>elegans-train measure</c>: writes a package's measured errors into its card.</summary>
internal static class MeasureCommand
{
    private const string NeverSeen = "none: its recording was excluded, and no real frame was trained on";

    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package, as elegans-train export writes it." };
        var nuclei = new Option<DirectoryInfo>("--nuclei") { Description = "Folder of the nuclei tracks the model was trained from, the movies' among them.", Required = true };
        var movies = new Option<DirectoryInfo>("--movies") { Description = "Folder of real movies named after their tracks.", Required = true };
        var recorded = new Option<FileInfo[]>("--recorded") { Description = "Recorded predictions of other tools (.csv) whose names end in the embryo's.", AllowMultipleArgumentsPerToken = true };
        var frames = new Option<int>("--frames") { Description = "Rendered frames of test embryos.", DefaultValueFactory = _ => 2000 };
        var command = new Command("measure", "Measure a model package on real movies and on rendered embryos it was not trained on, and write the errors into its card.") { package, nuclei, movies, recorded, frames };
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(package).FullName;
            using var model = LineagePopulationModel.Load(folder);
            Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(parsed.GetRequiredValue(nuclei).FullName);
            EmbryoSplit split = Part<EmbryoSplit>(model.Card, folder, "split");
            var errors = new List<MeasuredError>();
            foreach (string movie in Directory.GetFiles(parsed.GetRequiredValue(movies).FullName).Order(StringComparer.Ordinal))
            {
                string embryo = Path.GetFileNameWithoutExtension(movie);
                if (!tracks.TryGetValue(embryo, out NucleiTrack? track)) continue;
                string training = Part<TrainingRecipe>(model.Card, folder, "recipe").RealMovies.Select(EmbryoSplit.RecordingOf).Contains(EmbryoSplit.RecordingOf(embryo)) ? "IN TRAINING: real frames of its recording" : split.Excluded.Contains(embryo) ? NeverSeen : "IN TRAINING: rendered from the same track";
                (CountErrors frameByFrame, CountErrors withClock, double coverage) = ModelMeasurement.OnMovie(model, movie, track, cancellation);
                Add(parsed, errors, new MeasuredError(embryo, "real movie, frame by frame", model.Card.Name, training, frameByFrame));
                Add(parsed, errors, new MeasuredError(embryo, "real movie, with the clock", model.Card.Name, training, withClock));
                parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  90 % interval of the total holds the truth in {coverage:P0} of frames"));
            }

            foreach (FileInfo table in parsed.GetValue(recorded) ?? [])
            {
                NucleiTrack track = tracks.Values.FirstOrDefault(track => Path.GetFileNameWithoutExtension(table.Name).EndsWith(track.Name, StringComparison.Ordinal))
                    ?? throw new InputException(table.FullName, "no nuclei track has the name that this file's name ends in.");
                string tool = Path.GetFileNameWithoutExtension(table.Name)[..^track.Name.Length].Trim('_');
                Add(parsed, errors, new MeasuredError(track.Name, "real movie, frame by frame", tool, "not known", ModelMeasurement.OnTable(table.FullName, track)));
            }

            CountErrors rendered = ModelMeasurement.OnRendered(model, split.Test.Select(name => tracks[name]), Part<TrainingRecipe>(model.Card, folder, "recipe"), parsed.GetRequiredValue(frames), cancellation);
            Add(parsed, errors, new MeasuredError($"{split.Test.Length} test embryos", "rendered frames", model.Card.Name, "none: neither trained nor validated on", rendered));
            (model.Card with { Errors = [.. errors] }).Write(Path.Combine(folder, ModelCard.FileName));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Add(ParseResult parsed, List<MeasuredError> errors, MeasuredError error)
    {
        errors.Add(error);
        parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {error.On} | {error.Kind} | {error.Predictor} | {error.Errors.Frames} | {error.Errors.TotalShareError:P1} | {error.Errors.SummedLineageError:F1} | {error.Errors.ShareWithinTenPercent:P0} | {error.Training} |"));
    }

    private static T Part<T>(ModelCard card, string folder, string name) =>
        card.Training is { } training && training.TryGetProperty(name, out JsonElement part) && part.Deserialize<T>() is { } read
            ? read
            : throw new ModelPackageException(folder, $"does not tell its {name}; only packages that elegans-train wrote can be measured.");
}
