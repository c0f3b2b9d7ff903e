using Elegans.Models;
using static TorchSharp.torch;

namespace Elegans.Training.Run;

/// <summary>The loss of the maps of nuclei. What is not known adds nothing.</summary>
internal static class NucleusLoss
{
    /// <summary>How much each part weighs: peaks say where nuclei are, and all else is read at them.</summary>
    private const double PolarBodies = 0.5, Dividing = 0.1, Diameter = 0.2, Count = 0.2, Density = 0.5;

    /// <summary>The count's error, in doublings, from which on it weighs linearly.</summary>
    private const double CountBend = 0.1;

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="maps">Batch × channels × height × width.</param>
    /// <param name="targets">The same; not a number where it is not known.</param>
    internal static Tensor Of(Tensor maps, Tensor targets)
    {
        Tensor centres = CrossEntropy(Map(maps, NucleusMap.Centre), Map(targets, NucleusMap.Centre));
        Tensor polarBodies = CrossEntropy(Map(maps, NucleusMap.PolarBody), Map(targets, NucleusMap.PolarBody));
        Tensor dividing = CrossEntropy(Map(maps, NucleusMap.Dividing), Map(targets, NucleusMap.Dividing));
        (Tensor said, Tensor wanted, Tensor known) = Known(Map(maps, NucleusMap.Diameter), Map(targets, NucleusMap.Diameter));
        Tensor diameter = Mean(nn.functional.smooth_l1_loss(said, wanted, nn.Reduction.None, CountBend), known);
        (said, wanted, known) = Known(nn.functional.softplus(Map(maps, NucleusMap.Density)), Map(targets, NucleusMap.Density));
        Tensor density = Mean((said - wanted).square(), known);
        Tensor counted = (said * known).sum([1, 2, 3]), there = wanted.sum([1, 2, 3]);
        Tensor count = Mean(
            nn.functional.smooth_l1_loss((1 + counted).log2(), (1 + there).log2(), nn.Reduction.None, CountBend), known.amax([1, 2, 3]));
        return centres + (PolarBodies * polarBodies) + (Dividing * dividing) + (Diameter * diameter) + (Count * count) + (Density * density);
    }

    /// <summary>One map of a batch, its four neighbours in four channels.</summary>
    private static Tensor Map(Tensor maps, NucleusMap map)
    {
        long channels = maps.shape[1] / NucleusMapLayout.Maps;
        return maps.narrow(1, (long)map * channels, channels);
    }

    private static Tensor CrossEntropy(Tensor maps, Tensor targets)
    {
        (Tensor said, Tensor wanted, Tensor known) = Known(maps, targets);
        return Mean(nn.functional.binary_cross_entropy_with_logits(said, wanted, reduction: nn.Reduction.None), known);
    }

    private static (Tensor Said, Tensor Wanted, Tensor Known) Known(Tensor said, Tensor wanted) =>
        (said, wanted.nan_to_num(0), wanted.isnan().logical_not().to(ScalarType.Float32));

    private static Tensor Mean(Tensor losses, Tensor known) => (losses * known).sum() / known.sum().clamp_min(1);
}
