using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>
/// From which to which value an image of real numbers goes, without what is no number, as registration and deconvolution leave it at
/// borders, and without single pixels that are far off all others: either would make everything else black.
/// </summary>
/// <param name="Low">The lowest value that counts.</param>
/// <param name="High">The highest value that counts.</param>
internal readonly record struct RealRange(float Low, float High)
{
    /// <summary>Enough values to know where the thousandth brightest lies.</summary>
    private const int Sampled = 65_536;

    /// <summary>Of the sampled values, this share at either end is not counted on.</summary>
    private const double Share = 0.001;

    /// <summary>
    /// So many times the range of all others is no light of the same picture: a camera of 16 bits has 65,536 levels, and nuclei stand
    /// some hundred times higher over its noise at most.
    /// </summary>
    private const double FarOff = 1000;

    /// <summary>Finds the range.</summary>
    /// <param name="image">One channel of real numbers.</param>
    internal static RealRange Of(Mat image)
    {
        Span<float> values = MatSpans.Of<float>(image);
        (float low, float high) = Extremes(values, float.MinValue, float.MaxValue);
        if (low > high) return new RealRange(0, 0);
        var sample = new List<float>(Sampled);
        int step = Math.Max(1, values.Length / Sampled);
        for (int at = 0; at < values.Length; at += step)
            if (float.IsFinite(values[at])) sample.Add(values[at]);
        if (sample.Count == 0) return new RealRange(low, high);
        sample.Sort();
        int outside = Math.Max(1, (int)(sample.Count * Share));
        double usualLow = sample[Math.Min(outside, sample.Count - 1)], usualHigh = sample[Math.Max(0, sample.Count - 1 - outside)],
            room = FarOff * (usualHigh - usualLow);
        // A black picture with a few bright pixels has no range of its own that anything could be far off.
        if (room <= 0 || (high - usualHigh <= room && usualLow - low <= room)) return new RealRange(low, high);
        return Extremes(values, (float)(usualLow - room), (float)(usualHigh + room)) is { } kept && kept.Low <= kept.High ? new RealRange(kept.Low, kept.High)
            : new RealRange(low, high);
    }

    /// <summary>Brings what lies outside into the range, and makes background of what is no number.</summary>
    /// <param name="image">One channel of real numbers.</param>
    internal void Confine(Mat image)
    {
        foreach (ref float value in MatSpans.Of<float>(image)) value = float.IsFinite(value) ? Math.Clamp(value, Low, High) : Low;
    }

    private static (float Low, float High) Extremes(ReadOnlySpan<float> values, float from, float to)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (!(value >= from && value <= to)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }
}
