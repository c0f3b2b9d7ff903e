using Elegans.Lineages;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;
using static TorchSharp.torch;

namespace Elegans.Training.Run;

/// <summary>The loss of a batch: of the counts, weighted by lineage, and of telling labelled nuclei from anything else, and of where nuclei are.</summary>
internal sealed class BatchLoss(TrainingRecipe recipe, Device device)
{
    /// <summary>The mean loss of a batch's frames.</summary>
    internal Tensor Of(Tensor outputs, Tensor? maps, Batch batch)
    {
        Tensor recognised = nn.functional.binary_cross_entropy_with_logits(outputs.select(1, FounderLineages.Count), tensor(batch.ShowsNuclei, device: device));
        Tensor counted = OfCounts(outputs, batch).mean() + (recipe.RecognitionWeight * recognised);
        return maps is null || batch.Maps is null ? counted
            : counted + (recipe.NucleusWeight * NucleusLoss.Of(maps, tensor(batch.Maps, maps.shape, device: device)));
    }

    /// <summary>The loss of the counts of each frame of a batch. A lineage whose count is not known adds nothing.</summary>
    internal Tensor OfCounts(Tensor outputs, Batch batch)
    {
        Tensor targets = tensor(batch.Targets, [batch.Size, FounderLineages.Count], device: device), known = targets.isnan().logical_not();
        Tensor weights = tensor(recipe.LossWeights.Select(weight => (float)weight).ToArray(), device: device);
        Tensor counts = outputs.narrow(1, 0, FounderLineages.Count), wanted = targets.nan_to_num(0);
        Tensor each = recipe.Loss == CountLoss.MeanSquared
            ? nn.functional.mse_loss(counts, wanted, nn.Reduction.None)
            : nn.functional.smooth_l1_loss(counts, wanted, nn.Reduction.None, recipe.LossBend);
        return (each * weights * known).sum(1) / weights.sum();
    }
}
