using System.CommandLine;
using System.Globalization;
using Elegans.Annotation;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;

namespace Elegans.Trainer;

/// <summary><c>elegans-train measure</c>: writes a package's measured errors into its card.</summary>
internal static class MeasureCommand
{
    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package, as elegans-train export writes it." };
        var data = new TrainingDataOptions();
        Option<DirectoryInfo[]> heldOut = HeldOutPackages();
        var recorded = new Option<FileInfo[]>("--recorded")
        {
            Description = "Recorded predictions of other tools (.csv) whose names end in the embryo's.",
            AllowMultipleArgumentsPerToken = true,
        };
        var frames = new Option<int>("--frames")
        {
            Description = "Rendered frames of test embryos.",
            CustomParser = WholeNumber.Between(1, int.MaxValue),
            DefaultValueFactory = _ => 2000,
        };
        var command = new Command(
            "measure", "Measure a model package on real movies and on rendered embryos it was not trained on, and write the errors into its card.") { package,
            heldOut, recorded, frames };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(package).FullName;
            using var models = new HeldOutModels([folder, .. (parsed.GetValue(heldOut) ?? []).Select(other => other.FullName)]);
            LineagePopulationModel model = models.First;
            (TrainingData read, _) = data.Read(parsed, model.Card.Input, cancellation);
            var errors = new List<MeasuredError>();
            foreach (AnnotatedMovie movie in read.Movies)
            {
                (LineagePopulationModel judge, string training) = models.For(movie.Embryo, movie.Recording);
                JudgedMovie judged = JudgedMovie.Read(judge, training, movie, change: null, cancellation);
                Add(parsed, errors,
                    new MeasuredError(movie.Embryo, "real movie, frame by frame", model.Card.Name, training, judged.ErrorsOf(judged.FrameByFrame)));
                Add(parsed, errors,
                    new MeasuredError(movie.Embryo, "real movie, with the clock", model.Card.Name, training, judged.ErrorsOf(judged.WithClock)));
            }

            foreach (FileInfo table in parsed.GetValue(recorded) ?? [])
            {
                NucleiTrack track = read.Tracks.Values.FirstOrDefault(
                    track => Path.GetFileNameWithoutExtension(table.Name).EndsWith(track.Name, StringComparison.Ordinal))
                    ?? throw new InputException(table.FullName, "no nuclei track has the name that this file's name ends in.");
                string tool = Path.GetFileNameWithoutExtension(table.Name)[..^track.Name.Length].Trim('_');
                Add(parsed, errors,
                    new MeasuredError(track.Name, "real movie, frame by frame", tool, "not known", ModelMeasurement.OnTable(table.FullName, track)));
            }

            CountErrors rendered = ModelMeasurement.OnRendered(
                model, read.TracksOf(models.Split.Test), models.Recipe, parsed.GetRequiredValue(frames), cancellation);
            Add(parsed, errors, new MeasuredError(
                $"{models.Split.Test.Length} test embryos", "rendered frames", model.Card.Name, models.TrainingOf(models.Split.Test), rendered));
            (model.Card with { Errors = [.. errors] }).Write(Path.Combine(folder, ModelCard.FileName));
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Packages of the same recipe, each trained without some recording, to judge real movies by.</summary>
    internal static Option<DirectoryInfo[]> HeldOutPackages() => new("--held-out")
    {
        Description = "Packages of the same recipe, each trained without some recording: a real movie is judged by the first package whose "
            + "ledger proves that it never saw its recording.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static void Add(ParseResult parsed, List<MeasuredError> errors, MeasuredError error)
    {
        errors.Add(error);
        parsed.InvocationConfiguration.Output.WriteLine(
            string.Create(
            CultureInfo.InvariantCulture, $"| {error.On} | {error.Kind} | {error.Predictor} | {error.Errors.Frames} | {error.Errors.TotalShareError:P1} | "
            + $"{error.Errors.SummedLineageError:F1} | {error.Errors.ShareWithinTenPercent:P0} | {error.Training} |"));
    }
}
