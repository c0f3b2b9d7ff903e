using Elegans.Files;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using Elegans.Training.Run;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Export;

/// <summary>
/// The average of the weights of several runs (Wortsman et al. 2022, https://arxiv.org/abs/2203.05482). The statistics of its normalisation are no
/// average: they are measured anew, as averaged weights make other activations than any of the runs (Izmailov et al. 2018,
/// https://arxiv.org/abs/1803.05407, section 3.2).
/// </summary>
internal static class AveragedRuns
{
    private const int Stream = 5, Batches = 32;

    /// <summary>The share of a batch's statistics in the running ones: torch's default, which the network keeps.</summary>
    private const double Momentum = 0.1;

    /// <summary>What the runs have in common: the first one's state, with what bore on any of them.</summary>
    /// <param name="checkpoints">The runs' checkpoints.</param>
    /// <exception cref="InputException">Two runs have different embryos to validate, calibrate or test on: what one kept for the test, another may have
    /// trained on, and no figure of the average's card would be one on embryos it never saw.</exception>
    internal static TrainingState Together(IReadOnlyList<string> checkpoints)
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
                Split = together.Split with
                {
                    // What one run left out and another trained on, the average was trained on.
                    Training = [.. together.Split.Training.Union(other.Split.Training).Order(StringComparer.Ordinal)],
                    Excluded = [.. together.Split.Excluded.Union(other.Split.Excluded).Except(together.Split.Training).Except(other.Split.Training)
                        .Order(StringComparer.Ordinal)],
                },
                Recipe = together.Recipe with { RealMovies = [.. together.Recipe.RealMovies.Union(other.Recipe.RealMovies).Order(StringComparer.Ordinal)] },
                Ledger = together.Ledger!.Together(RunLedger.Of(other)),
            };
        }

        return together;
    }

    /// <summary>The averaged network.</summary>
    /// <param name="checkpoints">The runs' checkpoints.</param>
    /// <param name="state">What they have in common.</param>
    /// <param name="data">What the runs were trained on.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static ResNet18 Of(IReadOnlyList<string> checkpoints, TrainingState state, TrainingData data, CancellationToken cancellation)
    {
        ResNet18 mean = Checkpoint.ReadAverage(checkpoints);
        try
        {
            using var sources = new TrainingSources(data, state.Recipe, state.Split);
            using var renderer = new BatchRenderer(sources.Training, state.Recipe, Stream);
            Measure(mean, state.Recipe, number =>
            {
                cancellation.ThrowIfCancellationRequested();
                return renderer.Render(number, state.Recipe.BatchSize);
            });
            return mean;
        }
        catch
        {
            mean.Dispose();
            throw;
        }
    }

    /// <summary>Sets every normalisation's statistics to the mean over some batches of what it receives.</summary>
    private static void Measure(ResNet18 network, TrainingRecipe recipe, Func<long, Batch> render)
    {
        using IDisposable quiet = no_grad();
        BatchNorm2d[] norms = [.. network.modules().OfType<BatchNorm2d>()];
        Dictionary<BatchNorm2d, (Tensor Mean, Tensor Variance)> sums = norms.ToDictionary(
            norm => norm, norm => (zeros_like(norm.running_mean!), zeros_like(norm.running_var!)));
        network.train();
        for (int number = 0; number < Batches; number++)
        {
            using DisposeScope scope = NewDisposeScope();
            // Emptied before every batch, the running statistics are the momentum's share of that batch's own.
            foreach (BatchNorm2d norm in norms)
            {
                _ = norm.running_mean!.zero_();
                _ = norm.running_var!.zero_();
            }

            Batch batch = render(number);
            _ = network.call(tensor(batch.Frames, [batch.Size, 1, recipe.Input.Height, recipe.Input.Width]));
            foreach ((BatchNorm2d norm, (Tensor mean, Tensor variance)) in sums)
            {
                _ = mean.add_(norm.running_mean!, 1 / (Momentum * Batches));
                _ = variance.add_(norm.running_var!, 1 / (Momentum * Batches));
            }
        }

        foreach ((BatchNorm2d norm, (Tensor mean, Tensor variance)) in sums)
        {
            _ = norm.running_mean!.copy_(mean);
            _ = norm.running_var!.copy_(variance);
            mean.Dispose();
            variance.Dispose();
        }

        network.eval();
    }

    /// <summary>An embryo that two splits judge by differently; null where there is none.</summary>
    private static string? Difference(EmbryoSplit one, EmbryoSplit other) => new[]
    {
        one.Validation.Except(other.Validation), other.Validation.Except(one.Validation), one.Calibration.Except(other.Calibration),
        other.Calibration.Except(one.Calibration), one.Test.Except(other.Test), other.Test.Except(one.Test),
    }.SelectMany(names => names).FirstOrDefault();
}
