namespace Elegans.Training.Accuracy;

/// <summary>How often intervals hold the truth, embryo by embryo.</summary>
/// <param name="Embryos">How many embryos there are.</param>
/// <param name="Mean">Their mean coverage: every embryo counts alike, however many frames it has.</param>
/// <param name="Median">Half of the embryos have at least this.</param>
/// <param name="Min">The embryo with the least.</param>
/// <param name="ShareBelow">The share of embryos below <see cref="Poor"/>.</param>
public sealed record CoverageSpread(int Embryos, double Mean, double Median, double Min, double ShareBelow)
{
    /// <summary>An embryo whose 90 % intervals hold less often than this is covered poorly.</summary>
    public const double Poor = 0.8;

    /// <summary>The spread over embryos; null where there is none.</summary>
    /// <param name="byEmbryo">The coverage of each; null for an embryo without a frame that could be asked.</param>
    internal static CoverageSpread? Of(IEnumerable<double?> byEmbryo)
    {
        double[] known = [.. byEmbryo.OfType<double>().Order()];
        return known.Length == 0 ? null : new CoverageSpread(known.Length, known.Average(),
            (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2, known[0], known.Count(coverage => coverage < Poor) / (double)known.Length);
    }
}
