using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Trainer;

/// <summary><c>elegans-train calibrate</c>: measures interval widths on embryos of their own, and says what they come to on others.</summary>
internal static class CalibrateCommand
{
    private const int CalibrationSeed = 100, TestSeed = 1000;

    /// <summary>Movies of each embryo: enough that a microscope which is hard to read is among them.</summary>
    private const int Renderings = 5;

    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package, as elegans-train export writes it." };
        var data = new TrainingDataOptions();
        var others = new Option<DirectoryInfo?>("--others") { Description = "Folder of tracks from other laboratories, to measure on as well." };
        var widen = new Option<bool>("--widen")
        {
            Description = "Make intervals as many times wider as each real movie needs to be covered in 85 % of its frames, read by a package "
                + "that never saw it. The movies count as calibrated on from then on.",
        };
        Option<DirectoryInfo[]> heldOut = MeasureCommand.HeldOutPackages();
        var command = new Command(
            "calibrate",
            """
            Render the embryos of the calibration side as movies, measure how wide 90 % intervals must be and how far normal
            embryos lie from the reference course, write that into the card, and report what it comes to on the test embryos. Where
            the package's split has no calibration side, two thirds of the recordings of its test side become one, by their names.
            """) { package, others, widen, heldOut };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(package).FullName;
            TextWriter output = parsed.InvocationConfiguration.Output;
            using var model = LineagePopulationModel.Load(folder);
            JsonElement training = model.Card.Training ?? throw new ModelPackageException(
                folder, "does not say how it was trained; only packages that elegans-train wrote can be calibrated.");
            TrainingRecipe recipe = training.GetProperty("recipe").Deserialize<TrainingRecipe>()!;
            TrainingData read = data.Read(parsed, model.Card.Input, cancellation).Data;
            EmbryoSplit split = WithCalibration(folder, training.GetProperty("split").Deserialize<EmbryoSplit>()!, read.RecordingOf);
            Action<string> report = name => parsed.InvocationConfiguration.Error.WriteLine($"read {name}");
            var calibration = new ModelCalibration(model, read.TracksOf(split.Calibration), recipe, Renderings, CalibrationSeed, report, cancellation);
            ModelCard card = CardSplit.With(calibration.Calibrated(), split);
            // The ledger first: who is interrupted in between has one that says too much, never too little.
            CalibrationLedger.Of(folder, model.Card, split).Write(folder);
            card.Write(Path.Combine(folder, ModelCard.FileName));
            if (parsed.GetValue(widen))
                card = Widen(parsed, folder, [.. (parsed.GetValue(heldOut) ?? []).Select(other => other.FullName)], read.Movies, cancellation);
            Tell(output, $"{split.Calibration.Length} calibration embryos (calibrated on)", calibration, card);
            Tell(output, $"{split.Test.Length} test embryos",
                new ModelCalibration(model, read.TracksOf(split.Test), recipe, Renderings, TestSeed, report, cancellation), card);
            if (parsed.GetValue(others) is { } folderOfOthers)
                Tell(output, "other laboratories", new ModelCalibration(
                    model, NucleiFolder.Read(folderOfOthers.FullName).OrderBy(track => track.Key, StringComparer.Ordinal)
                    .Select(track => track.Value), recipe, Renderings, TestSeed, report, cancellation), card);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Makes the intervals of a calibrated package wider for real movies, and writes that into its ledger and its card.</summary>
    private static ModelCard Widen(
        ParseResult parsed, string folder, string[] heldOut, IReadOnlyList<AnnotatedMovie> movies, CancellationToken cancellation)
    {
        if (movies.Count == 0) throw new InputException("--widen", "needs real movies with their tracks (--movies).");
        using var models = new HeldOutModels([folder, .. heldOut]);
        var judged = new List<JudgedMovie>();
        foreach (AnnotatedMovie movie in movies)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"reading {movie.Embryo}");
            (LineagePopulationModel judge, string training) = models.For(movie.Embryo, movie.Recording);
            if (!models.IsHeldOut(movie.Embryo, movie.Recording)) throw new InputException(
                movie.Path, $"cannot tell how wide intervals must be: no package that was given provably never saw its recording ({training}).");
            if (judge.Card.Intervals is null) throw new InputException(
                movie.Path, $"is judged by {judge.Card.Name} {judge.Card.Version}, which was not calibrated.");
            judged.Add(JudgedMovie.Read(judge, training, movie, change: null, cancellation));
        }

        ModelCard card = Widened(folder, models.First.Card, judged);
        // Even where they need nothing: that was decided with them in view.
        CalibrationLedger.WithMovies(folder, card, movies).Write(folder);
        card.Write(Path.Combine(folder, ModelCard.FileName));
        parsed.InvocationConfiguration.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"widened {card.Intervals!.Widening:F2} times{(card.Intervals.WidenedFor is { } reason ? ": " + reason : "")}"));
        return card;
    }

    private static ModelCard Widened(string folder, ModelCard card, List<JudgedMovie> judged)
    {
        try
        {
            return IntervalWidening.Widened(card, judged);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException(folder, exception.Message, exception);
        }
    }

    private static EmbryoSplit WithCalibration(string folder, EmbryoSplit split, Func<string, string> recordingOf)
    {
        try
        {
            return split.WithCalibration(recordingOf);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException(folder, exception.Message + " Train on more recordings, or on drawn embryos beside them.", exception);
        }
    }

    private static void Tell(TextWriter output, string what, ModelCalibration movies, ModelCard card)
    {
        (MovieErrors frameByFrame, MovieErrors withClock, var misfits) = movies.Measure(card);
        foreach ((string how, MovieErrors errors) in new[] { ("frame by frame", frameByFrame), ("with the clock", withClock) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | rendered movies, {how} | {errors.Errors.Frames} | {errors.Errors.TotalShareError:P1} | {errors.Errors.SummedLineageError:F1} | "
                    + $"total {Text(errors.Total)} | lineages {Text(errors.Lineages)} |"));
        }

        output.WriteLine(
            string.Create(
            CultureInfo.InvariantCulture, $"  misfit: most {misfits.Max(m => m.Misfit):F2}, limit {card.MaxMisfit:F2}; beyond it: "
            + $"{string.Join(", ", misfits.Where(m => m.Misfit > card.MaxMisfit).Select(m => $"{m.Embryo} ({m.Misfit:F2})").DefaultIfEmpty("none"))}"));
    }

    private static string Text(CoverageSpread? coverage) => coverage is null ? "without interval" : string.Create(
        CultureInfo.InvariantCulture,
        $"covered {coverage.Mean:P1} over {coverage.Movies} movies, median {coverage.Median:P1}, least {coverage.Min:P1}, "
            + $"{coverage.ShareBelow:P0} of movies below {CoverageSpread.Poor:P0}");
}
