using Elegans.Embryos;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Elegans.Training.Finder;

/// <summary>
/// The finder's loss: for centres that of CenterNet (Zhou et al. 2019, https://arxiv.org/abs/1904.07850), in which places near a centre count less as
/// wrong; for the ellipse absolute errors relative to its size; for the fit, how well the ellipse was met.
/// </summary>
internal static class FinderLoss
{
    private const float Way = 2, Axes = 2, Angle = 0.5f, Fit = 0.5f;

    /// <summary>The loss of a batch.</summary>
    internal static Tensor Of(Tensor maps, Tensor targets)
    {
        Tensor centre = Map(maps, OutlineMaps.Centre), near = Map(targets, OutlineMaps.Centre), weight = Map(targets, OutlineTargets.Weight);
        Tensor positive = near.ge(1).to(ScalarType.Float32), share = centre.sigmoid();
        Tensor hit = positive * (1 - share).square() * functional.logsigmoid(centre);
        Tensor miss = (1 - positive) * (1 - near).pow(4) * share.square() * functional.logsigmoid(-centre);
        Tensor count = positive.sum().clamp(min: 1);
        Tensor way = (Off(OutlineMaps.ToX).abs() + Off(OutlineMaps.ToY).abs()) * Map(targets, OutlineTargets.PerLength);
        Tensor axes = Off(OutlineMaps.LongAxis).abs() + Off(OutlineMaps.ShortAxis).abs();
        Tensor angle = Off(OutlineMaps.Cosine).abs() + Off(OutlineMaps.Sine).abs();
        // About the overlap that such errors leave.
        Tensor fit = (-((way * 1.1f) + axes + (angle * 0.2f))).exp().detach();
        Tensor fits = functional.binary_cross_entropy_with_logits(Map(maps, OutlineMaps.Fit), fit, reduction: Reduction.None);
        Tensor ellipse = weight * ((Way * way) + (Axes * axes) + (Angle * angle) + (Fit * fits));
        return ((ellipse.sum() - hit.sum() - miss.sum()) / count);

        Tensor Off(int map) => Map(maps, map) - Map(targets, map);
    }

    private static Tensor Map(Tensor maps, int number) => maps.select(1, number);
}
