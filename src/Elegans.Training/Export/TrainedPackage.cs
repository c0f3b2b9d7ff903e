using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Networks;
using Elegans.Training.Run;

namespace Elegans.Training.Export;

/// <summary>Writes the averaged weights of runs as a package, with its card and its ledger.</summary>
public static class TrainedPackage
{
    /// <summary>Writes the package of one run, or of the average of several that started from the same weights.</summary>
    /// <param name="folder">The package's folder; made where it is not there.</param>
    /// <param name="checkpoints">The runs' checkpoints.</param>
    /// <param name="halfPrecision">Whether to store weights as float16.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The model's version.</param>
    /// <exception cref="InputException">A checkpoint is missing or damaged, or the runs have different splits.</exception>
    public static ModelCard Write(string folder, IReadOnlyList<string> checkpoints, bool halfPrecision, string name, string version)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        TrainingState state = Together(checkpoints);
        using ResNet18 network = Checkpoint.ReadAverage(checkpoints);
        return ModelPackageWriter.Write(folder, network, halfPrecision, TrainedCard.Of(state, name, version), state.Ledger);
    }

    /// <summary>
    /// The first run's state with what bore on any of them. Runs of different splits are refused: what one kept for the test, another may have trained
    /// on, and no figure of the average's card would be one on embryos it never saw.
    /// </summary>
    private static TrainingState Together(IReadOnlyList<string> checkpoints)
    {
        TrainingState first = Checkpoint.ReadState(checkpoints[0]);
        TrainingState together = first with { Ledger = RunLedger.Of(first) };
        foreach (string path in checkpoints.Skip(1))
        {
            TrainingState other = Checkpoint.ReadState(path);
            if (Difference(first.Split, other.Split) is { } embryo) throw new InputException(
                path, $"has another split than {checkpoints[0]} ({embryo} is on another side), and an average has one split; train both runs on the same.");
            together = together with
            {
                Recipe = together.Recipe with { RealMovies = [.. together.Recipe.RealMovies.Union(other.Recipe.RealMovies).Order(StringComparer.Ordinal)] },
                Ledger = together.Ledger!.Together(RunLedger.Of(other)),
            };
        }

        return together;
    }

    /// <summary>An embryo that two splits have on different sides; null where there is none.</summary>
    private static string? Difference(EmbryoSplit one, EmbryoSplit other) => new[]
    {
        one.Training.Except(other.Training), other.Training.Except(one.Training), one.Validation.Except(other.Validation),
        other.Validation.Except(one.Validation), one.Test.Except(other.Test), other.Test.Except(one.Test),
        one.Calibration.Except(other.Calibration), other.Calibration.Except(one.Calibration),
    }.SelectMany(names => names).FirstOrDefault();
}
