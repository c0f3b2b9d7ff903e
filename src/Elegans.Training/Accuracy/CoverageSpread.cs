namespace Elegans.Training.Accuracy;

/// <summary>How often intervals hold the truth, movie by movie: one embryo through one microscope.</summary>
/// <param name="Movies">How many movies there are.</param>
/// <param name="Mean">Their mean coverage: every movie counts alike, however many frames it has.</param>
/// <param name="Median">Half of the movies have at least this.</param>
/// <param name="Min">The movie with the least.</param>
/// <param name="ShareBelow">The share of movies below <see cref="Poor"/>.</param>
public sealed record CoverageSpread(int Movies, double Mean, double Median, double Min, double ShareBelow)
{
    /// <summary>A movie whose 90 % intervals hold less often than this is covered poorly.</summary>
    public const double Poor = 0.8;

    /// <summary>The spread over movies; null where there is none.</summary>
    /// <param name="byMovie">The coverage of each; null for a movie without a frame that could be asked.</param>
    internal static CoverageSpread? Of(IEnumerable<double?> byMovie)
    {
        double[] known = [.. byMovie.OfType<double>().Order()];
        return known.Length == 0 ? null : new CoverageSpread(known.Length, known.Average(),
            (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2, known[0], known.Count(coverage => coverage < Poor) / (double)known.Length);
    }
}
