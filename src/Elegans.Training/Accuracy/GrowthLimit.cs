using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>
/// Finds from when on the growth of a total is abnormal: the least limit at which one in twenty of a normal embryo's movies is called abnormal, on average
/// over embryos. And how wide intervals must be for embryos beyond it.
/// </summary>
/// <remarks>
/// An estimate and no promise: with the correction for few embryos of <see cref="ConformalRisk"/>, eighteen of them would have to raise no alarm in any
/// movie. The accuracy page says how often embryos that did not set the limit raise it.
/// </remarks>
internal static class GrowthLimit
{
    private const double DoublingsStep = 0.02, MostDoublings = 4;

    /// <summary>Measures limit and widths.</summary>
    /// <param name="normal">Movies of normal embryos; those of one embryo are one case.</param>
    /// <param name="abnormal">Movies of abnormal ones, by the embryo that they were drawn from.</param>
    /// <param name="source">What the limit is measured on, in words.</param>
    /// <returns>Null where too few frames of any movie could be read to say.</returns>
    internal static GrowthCalibration? Measure(
        IEnumerable<RenderedMovie> normal, IEnumerable<IEnumerable<RenderedMovie>> abnormal, string source)
    {
        double[][] embryos = [.. normal.GroupBy(movie => movie.Name, StringComparer.Ordinal)
            .Select(embryo => embryo.Select(movie => movie.Departure).OfType<double>().ToArray()).Where(movies => movies.Length > 0)];
        if (embryos.Length == 0) return null;
        double limit = Math.Ceiling(LimitOf(embryos) * 1000) / 1000;
        List<double>[][] needed = [.. abnormal.Select(movies => Needed(movies, limit)).Where(columns => columns[^1].Count > 0)];
        return new GrowthCalibration
        {
            Limit = limit,
            Embryos = embryos.Length,
            Source = source,
            Doublings = needed.Length == 0 ? [] : [.. Enumerable.Range(0, FounderLineages.Count + 1).Select(column => WidthOf(needed, column))],
            AbnormalEmbryos = needed.Length,
        };
    }

    private static double? WidthOf(IEnumerable<List<double>[]> needed, int column) => ConformalRisk.MinWidth(
        [.. needed.Select(embryo => embryo[column]).Where(frames => frames.Count > 0)], MostDoublings) is { } width ? Math.Round(width, 2) : null;

    /// <summary>The least limit that at most so large a share of movies lies beyond, on average over embryos.</summary>
    /// <param name="embryos">For each embryo, how far each of its movies departs.</param>
    internal static double LimitOf(IReadOnlyCollection<IReadOnlyCollection<double>> embryos)
    {
        const double Tiny = 1e-9; // What a mean of shares may be off by.
        return embryos.SelectMany(movies => movies).Order().First(limit =>
            embryos.Average(movies => movies.Count(departure => departure > limit) / (double)movies.Count) <= GrowthCalibration.FalseAlarms + Tiny);
    }

    /// <summary>The widths that the frames from an alarm on need, lineage by lineage and for the total.</summary>
    private static List<double>[] Needed(IEnumerable<RenderedMovie> movies, double limit)
    {
        List<double>[] needed = [.. Enumerable.Range(0, FounderLineages.Count + 1).Select(_ => new List<double>())];
        foreach (RenderedMovie movie in movies)
        {
            if (SteadyGrowth.BuiltIn.Judge(movie.Totals, limit) is not { } deviation) continue;
            foreach ((FrameReading reading, FrameTruth truth) in movie.Frames
                .Where(frame => frame.Reading.ShowsNuclei && frame.Reading.Frame >= deviation.From))
            {
                for (int column = 0; column <= FounderLineages.Count; column++)
                {
                    if (truth.CountOf(IntervalWidths.LineageOf(column)) is not { } count) continue;
                    double read = IntervalWidths.LineageOf(column) is { } lineage ? reading.Cells[(int)lineage] : reading.Cells.Sum();
                    needed[column].Add(ConformalRisk.Needed(
                        width => IntervalCalibration.AroundReading(read, width).Contains(count), DoublingsStep, MostDoublings));
                }
            }
        }

        return needed;
    }
}
