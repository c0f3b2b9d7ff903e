using System.Text.Json;
using System.Text.Json.Nodes;
using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Export;

/// <summary>Turns a package in floating point into one that computes in whole numbers of eight bits: a quarter of the size, and quicker.</summary>
public static class ModelQuantiser
{
    private const int BatchSize = 16, Stream = 4;

    /// <summary>How the weights' precision is called in the card.</summary>
    public const string Precision = "int8";

    /// <summary>Measures the range of every activation on frames like those the model was trained on, and writes the package.</summary>
    /// <param name="package">The package in floating point.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="frames">How many frames to measure on.</param>
    /// <param name="folder">Where the new package goes.</param>
    /// <param name="report">Told of how many frames were rendered.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The new package's card, its version marked with <c>+int8</c>. Its measured errors and intervals are those of the package in
    /// floating point: measure them anew.</returns>
    /// <exception cref="ModelPackageException">The package is no ResNet18 in floating point, or does not say how it was trained.</exception>
    /// <exception cref="InputException">Something it was trained on is not there.</exception>
    public static ModelCard Quantise(ModelPackage package, TrainingData data, int frames, string folder, Action<int> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(report);
        var network = FoldedResNet18.Of(package);
        JsonElement training = package.Card.Training ?? throw new ModelPackageException(
            package.Folder, "does not say how it was trained; only packages that elegans-train wrote can be quantised.");
        TrainingRecipe recipe = training.GetProperty("recipe").Deserialize<TrainingRecipe>()!;
        EmbryoSplit split = training.GetProperty("split").Deserialize<EmbryoSplit>()!;
        // Frames of training set the ranges, which are part of the weights.
        var ledger = TrainingLedger.Of(new LedgerAccount().With(data.EntriesOf(recipe, split).Where(entry => entry.Role == LedgerRole.Weights)),
            PackageLedger.Of(package.Folder, package.Card));
        using var sources = new TrainingSources(data, recipe, split);
        using var renderer = new BatchRenderer(sources.Training, recipe, Stream);
        var batches = new List<float[]>();
        for (int number = 0; number * BatchSize < frames; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            batches.Add(renderer.Render(number, BatchSize).Frames);
            report(batches.Count * BatchSize);
        }

        ActivationRanges ranges = ActivationRanges.Measure(network, package.Card.Input, batches, cancellation);
        byte[] weights = QuantisedResNet18Onnx.Export(network, ranges, package.Card.Input);
        JsonObject history = training.Deserialize<JsonObject>()!;
        history["quantised"] = new JsonObject { ["from"] = package.Card.Weights.Sha256, ["frames"] = batches.Count * BatchSize };
        return ModelPackageWriter.Write(folder, weights, Precision, package.Card with
        {
            Version = $"{package.Card.Version}+{Precision}",
            Training = JsonSerializer.SerializeToElement(history),
        }, ledger);
    }
}
