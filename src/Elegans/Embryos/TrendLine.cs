namespace Elegans.Embryos;

/// <summary>A line through points of which some are far off (Theil 1950, Sen 1968): the median of the slopes between any two of them.</summary>
/// <param name="Start">Its value at 0.</param>
/// <param name="Slope">By how much it rises.</param>
internal readonly record struct TrendLine(double Start, double Slope)
{
    /// <summary>The line's value somewhere.</summary>
    internal double At(int place) => Start + (Slope * place);

    /// <summary>The line through some points; a level one where it would rise by less than something from the first to the last.</summary>
    /// <param name="places">Where there are points, in order; at least one.</param>
    /// <param name="value">The value at each.</param>
    /// <param name="least">What counts as rising.</param>
    internal static TrendLine Through(IReadOnlyList<int> places, Func<int, double> value, double least)
    {
        double[] values = [.. places.Select(value)];
        var slopes = new List<double>();
        for (int i = 0; i < places.Count; i++)
            for (int j = i + 1; j < places.Count; j++) slopes.Add((values[j] - values[i]) / (places[j] - places[i]));
        double slope = slopes.Count == 0 ? 0 : Median(slopes);
        if (Math.Abs(slope) * (places[^1] - places[0]) < least) slope = 0;
        return new TrendLine(Median([.. places.Select((place, i) => values[i] - (slope * place))]), slope);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2;
    }
}
