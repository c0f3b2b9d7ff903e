using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Trainer;

/// <summary><c>elegans-train calibrate</c>: measures interval widths on validation embryos and says what they come to on others.</summary>
internal static class CalibrateCommand
{
    private const int CalibrationSeed = 100, TestSeed = 1000;

    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package, as elegans-train export writes it." };
        var nuclei = new Option<DirectoryInfo>("--nuclei") { Description = "Folder of the nuclei tracks the model was trained from.", Required = true };
        var others = new Option<DirectoryInfo?>("--others") { Description = "Folder of tracks from other laboratories, to measure on as well." };
        var command = new Command(
            "calibrate",
            "Render the validation embryos as movies, measure how wide 90 % intervals must be and how far normal embryos lie from the reference course, write "
                + "that into the card, and report what it comes to on the test embryos.") { package, nuclei, others };
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(package).FullName;
            TextWriter output = parsed.InvocationConfiguration.Output;
            using var model = LineagePopulationModel.Load(folder);
            JsonElement training = model.Card.Training ?? throw new ModelPackageException(
                folder, "does not say how it was trained; only packages that elegans-train wrote can be calibrated.");
            TrainingRecipe recipe = training.GetProperty("recipe").Deserialize<TrainingRecipe>()!;
            EmbryoSplit split = training.GetProperty("split").Deserialize<EmbryoSplit>()!;
            Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(parsed.GetRequiredValue(nuclei).FullName);
            Action<string> report = name => parsed.InvocationConfiguration.Error.WriteLine($"read {name}");
            var validation = new ModelCalibration(model, split.Validation.Select(name => tracks[name]), recipe, CalibrationSeed, report, cancellation);
            ModelCard card = validation.Calibrated();
            // The ledger first: who is interrupted in between has one that says too much, never too little.
            PackageLedger.Calibrated(folder, model.Card, split.Validation).Write(folder);
            card.Write(Path.Combine(folder, ModelCard.FileName));
            Tell(output, $"{split.Validation.Length} validation embryos (calibrated on)", validation, card);
            Tell(output, $"{split.Test.Length} test embryos",
                new ModelCalibration(model, split.Test.Select(name => tracks[name]), recipe, TestSeed, report, cancellation), card);
            if (parsed.GetValue(others) is { } folderOfOthers)
                Tell(output, "other laboratories", new ModelCalibration(
                    model, NucleiFolder.Read(folderOfOthers.FullName).OrderBy(track => track.Key, StringComparer.Ordinal)
                    .Select(track => track.Value), recipe, TestSeed, report, cancellation), card);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Tell(TextWriter output, string what, ModelCalibration movies, ModelCard card)
    {
        (MovieErrors frameByFrame, MovieErrors withClock, ImmutableArray<(string Embryo, double Misfit)> misfits) = movies.Measure(card);
        foreach ((string how, MovieErrors errors) in new[] { ("frame by frame", frameByFrame), ("with the clock", withClock) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | rendered movies, {how} | {errors.Errors.Frames} | {errors.Errors.TotalShareError:P1} | {errors.Errors.SummedLineageError:F1} | "
                    + $"{errors.Coverage:P1} |"));
        }

        output.WriteLine(
            string.Create(
            CultureInfo.InvariantCulture, $"  misfit: most {misfits.Max(m => m.Misfit):F2}, limit {card.MaxMisfit:F2}; beyond it: "
            + $"{string.Join(", ", misfits.Where(m => m.Misfit > card.MaxMisfit).Select(m => $"{m.Embryo} ({m.Misfit:F2})").DefaultIfEmpty("none"))}"));
    }
}
