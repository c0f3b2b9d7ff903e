using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Networks;
using Elegans.Training.Run;

namespace Elegans.Training.Export;

/// <summary>Writes the averaged weights of runs as a package, with its card, its ledger and a page for people.</summary>
public static class TrainedPackage
{
    /// <summary>Writes the package of one run, or of the average of several that started from the same weights.</summary>
    /// <param name="folder">The package's folder; made where it is not there.</param>
    /// <param name="checkpoints">The runs' checkpoints.</param>
    /// <param name="halfPrecision">Whether to store weights as float16.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="data">What the runs were trained on: an average measures its statistics on it. Not needed of one run.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">A checkpoint is missing or damaged, the runs have different splits, or embryos they were trained on are not among
    /// the data.</exception>
    public static ModelCard Write(
        string folder, IReadOnlyList<string> checkpoints, bool halfPrecision, string name, string version, TrainingData? data = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        TrainingState state = AveragedRuns.Together(checkpoints);
        using ResNet18 network = checkpoints.Count == 1 ? Checkpoint.ReadAverage(checkpoints[0])
            : AveragedRuns.Of(
                checkpoints, state, data ?? throw new ArgumentNullException(nameof(data), "An average needs the data of its runs."), cancellation);
        ModelCard card = ModelPackageWriter.Write(folder, network, halfPrecision, TrainedCard.Of(state, name, version), state.Ledger);
        PackagePage.Write(folder, card, state);
        return card;
    }
}
