namespace Elegans.Training.Accuracy;

/// <summary>
/// Conformal risk control by embryo (Angelopoulos, Bates, Fisch, Lei and Schuster 2022, https://arxiv.org/abs/2208.02814): the least width at which
/// the expected share of a new embryo's frames that its intervals miss is at most one in ten.
/// </summary>
/// <remarks>
/// The loss of an embryo is the share of its frames whose interval misses the truth; the wider, the less. With n embryos that are exchangeable with the
/// new one, the promise holds at the least width with n / (n + 1) · mean loss + 1 / (n + 1) ≤ 0.1: the second term stands for the new embryo, whose loss
/// is 1 at most. Frames of one movie may depend on each other in any way.
/// </remarks>
internal static class ConformalRisk
{
    /// <summary>The share of frames that may be missed.</summary>
    internal const double Risk = 0.1;

    /// <summary>What a sum of floating-point numbers may be off by.</summary>
    private const double Tiny = 1e-12;

    /// <summary>The least width that a frame needs: from it on, every width of the grid covers the truth; infinite where not even the widest does.</summary>
    /// <param name="covers">Whether the interval of a width holds the truth.</param>
    /// <param name="step">From one width of the grid to the next.</param>
    /// <param name="most">The widest.</param>
    internal static double Needed(Func<double, bool> covers, double step, double most)
    {
        // From the widest down: an interval that once held the truth and then, wider, no longer does is taken for one that misses.
        double needed = double.PositiveInfinity;
        for (int place = (int)Math.Round(most / step); place >= 0 && covers(place * step); place--) needed = place * step;
        return needed;
    }

    /// <summary>
    /// The least width that keeps the promise; the widest that any frame needs, where there are too few embryos for any promise; the widest there is, where
    /// not even that is enough.
    /// </summary>
    /// <param name="embryos">For each embryo with frames, the width that each frame needs.</param>
    /// <param name="most">The widest there is.</param>
    /// <returns>Null where there is no embryo: nothing can be said.</returns>
    internal static double? MinWidth(IReadOnlyCollection<IReadOnlyCollection<double>> embryos, double most)
    {
        int count = embryos.Count;
        if (count == 0) return null;
        double[] widths = [0, .. embryos.SelectMany(frames => frames).Where(double.IsFinite).Distinct().Order()];
        // The bound falls with the width, so that the least that keeps it is found by halving.
        int tooNarrow = -1, enough = widths.Length;
        while (enough - tooNarrow > 1)
        {
            int middle = (tooNarrow + enough) / 2;
            if (Bound(embryos, widths[middle]) <= Risk + Tiny) enough = middle;
            else tooNarrow = middle;
        }

        if (enough < widths.Length) return widths[enough];
        return count < Models.IntervalCalibration.MinEmbryos && embryos.All(frames => frames.All(double.IsFinite)) ? widths[^1] : most;
    }

    /// <summary>What bounds the expected loss of a new embryo at a width.</summary>
    private static double Bound(IReadOnlyCollection<IReadOnlyCollection<double>> embryos, double width) =>
        (embryos.Average(frames => frames.Count(needed => needed > width) / (double)frames.Count) * embryos.Count / (embryos.Count + 1))
            + (1.0 / (embryos.Count + 1));
}
