using System.Text.Json;
using Elegans.Annotation;
using Elegans.Models;
using Elegans.Simulation;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;
using Elegans.Trainer;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Run;

namespace Elegans.Training.Tests;

/// <summary>The commands of docs/training.md one after the other, on a few drawn embryos and a hardly trained network.</summary>
[Collection(OneTorch.Name)]
public sealed class AccuracyReportTests : IDisposable
{
    private const string Filmed = "filmed";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_model_is_trained_calibrated_measured_and_reported_on()
    {
        string nuclei = Directory.CreateDirectory(folder["nuclei"]).FullName, movies = Directory.CreateDirectory(folder["movies"]).FullName;
        foreach (int seed in Enumerable.Range(1, 6)) NucleiTrackWriter.Write(Path.Combine(nuclei, $"CDdrawn{seed}.csv"), Draw($"drawn{seed}", seed));
        NucleiTrack filmed = Draw(Filmed, 9);
        NucleiTrackWriter.Write(Path.Combine(nuclei, $"CD{Filmed}.csv"), filmed);
        new SimulatedMovie(filmed, View.OfTrack(712, 512), new MicroscopeRanges(), 4)
            .Write(Path.Combine(movies, $"{Filmed}.mp4"), cancellation: TestContext.Current.CancellationToken);
        string recipe = folder.Write("recipe.json", $$"""
            { "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 2, "ValidationFrames": 4, "Epochs": 1, "BFloat16": false,
              "Exclude": [ "{{Filmed}}" ], "RealMovies": [ "{{Filmed}}" ], "AbnormalShare": 0.2 }
            """);
        string run = folder["run"], package = folder["package"], page = folder["accuracy.md"];

        await Succeeds("train", "--nuclei", nuclei, "--movies", movies, "--recipe", recipe, "--out", run);
        await Succeeds("export", new RunFolder(run).Best, "--out", package);
        // Two batches teach it nothing about what shows nuclei.
        string cardFile = Path.Combine(package, ModelCard.FileName);
        (ModelCard.Read(cardFile) with { RecognitionThreshold = null }).Write(cardFile);
        await Succeeds("calibrate", package, "--nuclei", nuclei, "--others", nuclei);
        await Succeeds("measure", package, "--nuclei", nuclei, "--movies", movies, "--frames", "5");
        await Succeeds("report", package, "--nuclei", nuclei, "--movies", movies, "--others", nuclei, "--not-nuclei", Repository.SampleImage, "--out", page);

        ModelCard card = ModelCard.Read(cardFile);
        Assert.NotNull(card.Intervals);
        Assert.NotNull(card.MaxMisfit);
        Assert.True(card.Intervals.HasTooFew); // one embryo calibrates
        EmbryoSplit split = card.Training!.Value.GetProperty("split").Deserialize<EmbryoSplit>()!;
        TrainingLedger ledger = TrainingLedger.Read(package, card)!;
        Assert.Equal(split.Calibration, ledger.Own.Entries.Where(entry => entry.Role == LedgerRole.Calibration).Select(entry => entry.Embryo));
        Assert.DoesNotContain(ledger.Own.Entries, entry => entry.Role == LedgerRole.Test && split.Calibration.Contains(entry.Embryo));
        Assert.StartsWith("held out", card.Errors[^1].Training, StringComparison.Ordinal); // its test embryos
        Assert.All(card.Errors.Where(error => error.On == Filmed), error => Assert.StartsWith("IN TRAINING", error.Training, StringComparison.Ordinal));
        string text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("Where fewer than 9 embryos reach a stage", text, StringComparison.Ordinal);
        Assert.Contains("| **judges**; Weights (real frames) |", text, StringComparison.Ordinal);
        Assert.Contains("course at the true total |", text, StringComparison.Ordinal);
        Assert.All(new[] { "## What the judges had seen", "## Real movies", "## By stage", "## Against what needs no model", "## Error bars",
            "## The same movies, changed",
            "## Knowing its limits", "## Normal or not", "mirrored" },
            heading => Assert.Contains(heading, text, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.True(File.Exists(folder[Path.Combine("images", $"accuracy-{Filmed}.png")]));
    }

    [Fact]
    public async Task Intervals_are_not_made_wider_for_a_movie_that_every_model_may_have_seen()
    {
        // A package without a ledger has no proof that it never saw a recording.
        string package = Directory.CreateDirectory(folder["shipped"]).FullName, movies = Directory.CreateDirectory(folder["movies"]).FullName;
        foreach (string file in Directory.GetFiles(ModelPackage.ShippedFolder)) File.Copy(file, Path.Combine(package, Path.GetFileName(file)));
        File.Delete(Path.Combine(package, TrainingLedger.FileName));
        string cardFile = Path.Combine(package, ModelCard.FileName);
        ModelCard card = CardSplit.With(ModelCard.Read(cardFile), new EmbryoSplit { Training = [], Validation = [], Calibration = ["drawn1"], Test = [] });
        card.Write(cardFile);
        string nuclei = Directory.CreateDirectory(folder["nuclei"]).FullName;
        NucleiTrackWriter.Write(Path.Combine(nuclei, "CDdrawn1.csv"), Draw("drawn1", 1));
        NucleiTrack filmed = Draw(Filmed, 9);
        NucleiTrackWriter.Write(Path.Combine(nuclei, $"CD{Filmed}.csv"), filmed);
        new SimulatedMovie(filmed, View.OfTrack(712, 512), new MicroscopeRanges(), 4)
            .Write(Path.Combine(movies, $"{Filmed}.mp4"), cancellation: TestContext.Current.CancellationToken);
        using StringWriter output = new(), error = new();
        Assert.Equal(3, await TrainerProgram.RunAsync(["calibrate", package, "--nuclei", nuclei, "--movies", movies, "--widen"], output, error));
        Assert.Contains("provably never saw its recording (unknown", error.ToString(), StringComparison.Ordinal);
    }

    private static NucleiTrack Draw(string name, int seed) => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions
    {
        Name = name,
        MaxFrames = 40,
    });

    private static async Task Succeeds(params string[] args)
    {
        using StringWriter output = new(), error = new();
        Assert.True(await TrainerProgram.RunAsync(args, output, error) == 0, error.ToString());
    }
}
