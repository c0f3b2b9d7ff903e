using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Export;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Run;

/// <summary>The weights of a run: the network, the running average of its weights, and the optimiser that moves them.</summary>
internal sealed class TrainedWeights : IDisposable
{
    private const int CalibrationStream = 3, CalibrationBatches = 8;
    private readonly TrainingRecipe recipe;
    private readonly Device device;
    private readonly ResNet18 network, average;
    private readonly BatchLoss loss;
    private OptimizerHelper optimiser;

    /// <summary>Draws random weights.</summary>
    /// <remarks>One at a time in a process: they are drawn from torch's random generator, which the process shares.</remarks>
    internal TrainedWeights(TrainingRecipe recipe, Device device)
    {
        (this.recipe, this.device) = (recipe, device);
        _ = random.manual_seed(recipe.Seed);
        bool bfloat16 = recipe.BFloat16 && device.type == DeviceType.CPU && BFloat16Arithmetic.IsFast;
        bool findsNuclei = recipe.NucleusWeight > 0;
        (network, average) = (new ResNet18(bfloat16, findsNuclei), new ResNet18(bfloat16, findsNuclei));
        average.CopyFrom(network);
        _ = network.to(device);
        _ = average.to(device);
        loss = new BatchLoss(recipe, device);
        optimiser = CreateOptimiser();
    }

    /// <summary>One step: forward, backward, the optimiser, the running average.</summary>
    /// <returns>The batch's loss.</returns>
    internal double Step(Batch batch, double rate, long step)
    {
        using DisposeScope scope = NewDisposeScope();
        network.train();
        foreach (optim.ILearningRateController group in optimiser.ParamGroups) group.LearningRate = rate;
        optimiser.zero_grad();
        (Tensor outputs, Tensor? maps) = network.call(FramesOf(batch));
        Tensor mean = loss.Of(outputs, maps, batch);
        mean.backward();
        if (recipe.MaxGradientNorm is { } norm) _ = nn.utils.clip_grad_norm_(network.parameters(), norm);
        _ = optimiser.step();
        average.MoveTowards(network, 1 - Math.Min(recipe.WeightAveraging, (1 + step) / (10.0 + step)));
        return mean.item<float>();
    }

    /// <summary>What the averaged weights make of a batch: its loss, and the loss and the predicted counts of each frame.</summary>
    internal (double Loss, IReadOnlyList<(double Loss, LineageCounts Predicted)> Frames) Judge(Batch batch)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        average.eval();
        (Tensor outputs, Tensor? maps) = average.call(FramesOf(batch));
        Tensor each = loss.OfCounts(outputs, batch).cpu();
        float[] counts = outputs.narrow(1, 0, FounderLineages.Count).cpu().contiguous().data<float>().ToArray();
        return (loss.Of(outputs, maps, batch).item<float>(),
            [.. each.data<float>().ToArray().Select(value => (double)value).Zip(counts.Chunk(FounderLineages.Count).Select(row => Unscale(row)))]);
    }

    /// <summary>Scaled counts as whole cells. A lineage whose count is not known is taken as having none.</summary>
    internal LineageCounts Unscale(IReadOnlyList<float> row) => LineageCounts.Round(
        [.. row.Select((value, lineage) => float.IsNaN(value) ? 0 : recipe.Scaling.Unscale((Lineage)lineage, value))]);

    /// <summary>Takes the weights of a package.</summary>
    internal void StartFrom(ModelPackage package, IFrameSource frames)
    {
        using var renderer = new BatchRenderer(frames, recipe, CalibrationStream);
        PackageWeights.Restore(package, network, CalibrationBatches, number => FramesOf(renderer.Render(number, recipe.BatchSize)));
        average.CopyFrom(network);
    }

    /// <summary>Leaves the optimiser's memory behind.</summary>
    internal void RestartOptimiser()
    {
        optimiser.Dispose();
        optimiser = CreateOptimiser();
    }

    /// <summary>Writes all that resuming needs.</summary>
    internal void Save(string path, TrainingState state) => Checkpoint.Save(path, state, network, average, optimiser);

    /// <summary>Writes the averaged weights, which are the ones to export.</summary>
    internal void SaveAverage(string path, TrainingState state) => Checkpoint.SaveAverage(path, state, average);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Elegans.Files.InputException">It is damaged, or of another network.</exception>
    internal void Restore(string path) => Checkpoint.Restore(path, network, average, optimiser);

    /// <summary>Reads averaged weights; those of the run are then gone.</summary>
    internal void RestoreAverage(string path)
    {
        using ResNet18 read = Checkpoint.ReadAverage(path);
        average.CopyFrom(read);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimiser.Dispose();
        network.Dispose();
        average.Dispose();
    }

    private OptimizerHelper CreateOptimiser() => recipe.Optimiser == Optimiser.Adam
        ? optim.Adam(network.parameters(), recipe.LearningRate)
        : optim.AdamW(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);

    private Tensor FramesOf(Batch batch) => tensor(batch.Frames, [batch.Size, 1, recipe.Input.Height, recipe.Input.Width], device: device);
}
