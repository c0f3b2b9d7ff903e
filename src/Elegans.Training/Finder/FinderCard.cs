using System.Globalization;
using Elegans.Embryos;

namespace Elegans.Training.Finder;

/// <summary>The card of a finder's network: what it is, what it learned from, how, and what it cannot do.</summary>
internal static class FinderCard
{
    /// <summary>The card, as Markdown.</summary>
    internal static string Of(FinderSetting setting, string sha256) => string.Create(CultureInfo.InvariantCulture, $"""
        # embryo-finder

        The network that says where embryos lie in a field of view. It is a part of the library, which holds `finder.onnx`
        (SHA-256 `{sha256}`) inside of itself. How it is used is on the page on [method](../../docs/method.md).

        **Input.** A frame reduced to {FinderInput.Side} pixels of its longer side, in three planes: light above the ground relative to the brightest,
        its logarithm relative to the noise, and what lies inside of the frame. **Output.** For every fourth pixel: whether an embryo's
        centre is there, the ellipse of the embryo around it, and how well that is expected to fit.

        **Network.** Residual blocks (He et al. 2016, https://doi.org/10.1109/CVPR.2016.90) from {FinderNetwork.Blocks[0].To} to
        {FinderNetwork.Blocks[^1].To} channels and a feature pyramid of {FinderNetwork.Width} (Lin et al. 2017, https://doi.org/10.1109/CVPR.2017.106);
        centres and ellipses as CenterNet has them for boxes (Zhou et al. 2019, https://arxiv.org/abs/1904.07850). It computes in whole numbers of eight bits
        (Jacob et al. 2018, https://doi.org/10.1109/CVPR.2018.00286), its last layer in single precision.

        **Data.** {setting.Fields:N0} rendered pictures and no real one: fields of 1 to 12 embryos of all ages, apart, touching, lying over one another
        and cut off, with writing, bars, arrows, debris, bacteria, dead embryos, uneven light, borders and second cameras; single embryos as EPIC
        filmed them; pictures without an embryo. Embryos are drawn from the reference embryo, which EPIC's tracks made
        ([rendering](../../docs/rendering.md)). The shapes kept for tests (a font, a bar, a kind of debris) are not among them.

        **Recipe.** `elegans-train finder` ([training](../../docs/training.md)) with {setting}: steps of {FinderBatches.Size} pictures,
        turned by quarters and mirrored, AdamW, a learning rate that rises and falls as a cosine. Another processor adds in another order, and may compute in
        another precision: weights trained there will be alike, not equal.

        **Figures** are on the page on the [field of view](../../docs/field.md), which a command writes: rendered fields of other embryos than it was trained
        on, and real movies, of which it saw nothing. The renderer's ranges were set with those movies in view.

        **Limits.** Few embryos in its data are shorter than a tenth of the frame's longer side. Nuclei that fill the shell show an outline; that of two
        or four cells is an estimate. What another stage of life or another animal looks like it does not know: whether nuclei of an embryo are
        there, the counting network says.

        """);
}
