using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>Finds how wide intervals must be: for each stage and each lineage (the total last), by embryo.</summary>
/// <param name="card">The model that read the movies.</param>
/// <param name="movies">Movies of embryos that nothing else was decided by; those of one embryo are one case.</param>
internal sealed class IntervalWidths(ModelCard card, IReadOnlyList<RenderedMovie> movies)
{
    private const double DoublingsStep = 0.01, MostDoublings = 3, MinutesStep = 0.5, MostMinutes = 60;
    private static readonly int Stages = IntervalCalibration.StageEnds.Length + 1, Columns = FounderLineages.Count + 1;

    /// <summary>Measures the widths.</summary>
    /// <param name="source">What they are measured on, in words.</param>
    internal IntervalCalibration Measure(string source)
    {
        RenderedMovie[][] embryos = [.. movies.GroupBy(movie => movie.Name, StringComparer.Ordinal).Select(embryo => embryo.ToArray())];
        List<double>[][][] readings = [.. embryos.Select(embryo => Needed(embryo, AddReadings))],
            clock = [.. embryos.Select(embryo => Needed(embryo, AddClock))];
        return new IntervalCalibration
        {
            Doublings = Widths(readings, MostDoublings),
            DoublingsEmbryos = Embryos(readings),
            Minutes = Widths(clock, MostMinutes),
            MinutesEmbryos = Embryos(clock),
            Source = source,
        };
    }

    private static ImmutableArray<ImmutableArray<double?>> Widths(List<double>[][][] embryos, double most) => Table((stage, column) =>
        ConformalRisk.MinWidth([.. embryos.Select(embryo => embryo[stage][column]).Where(frames => frames.Count > 0)], most) is { } width
            ? Math.Round(width, 3) : (double?)null);

    private static ImmutableArray<ImmutableArray<int>> Embryos(List<double>[][][] embryos) =>
        Table((stage, column) => embryos.Count(embryo => embryo[stage][column].Count > 0));

    private static ImmutableArray<ImmutableArray<T>> Table<T>(Func<int, int, T> value) =>
        [.. Enumerable.Range(0, Stages).Select(stage => Enumerable.Range(0, Columns).Select(column => value(stage, column)).ToImmutableArray())];

    /// <summary>The widths that the frames of one embryo need, stage by stage and lineage by lineage.</summary>
    private static List<double>[][] Needed(RenderedMovie[] embryo, Action<RenderedMovie, List<double>[][]> add)
    {
        List<double>[][] needed = [.. Enumerable.Range(0, Stages).Select(_ => Enumerable.Range(0, Columns).Select(_ => new List<double>()).ToArray())];
        foreach (RenderedMovie movie in embryo) add(movie, needed);
        return needed;
    }

    private static void AddReadings(RenderedMovie movie, List<double>[][] needed)
    {
        foreach ((FrameReading reading, FrameTruth truth) in movie.Frames.Where(frame => frame.Reading.ShowsNuclei))
        {
            double total = reading.Cells.Sum();
            for (int column = 0; column < Columns; column++)
            {
                if (truth.CountOf(LineageOf(column)) is not { } count) continue;
                double read = column < FounderLineages.Count ? reading.Cells[column] : total;
                needed[IntervalCalibration.StageOf(total)][column].Add(ConformalRisk.Needed(
                    width => IntervalCalibration.AroundReading(read, width).Contains(count), DoublingsStep, MostDoublings));
            }
        }
    }

    private void AddClock(RenderedMovie movie, List<double>[][] needed)
    {
        MoviePrediction predictions = MoviePrediction.Of(movie.Readings, card.WithoutAlarms);
        foreach ((FrameReading reading, FrameTruth truth) in movie.Frames)
        {
            FramePrediction prediction = predictions[reading.Frame.Value];
            if (prediction.Clock is not { } clock || prediction.Status == FrameStatus.BeyondRange) continue;
            int stage = IntervalCalibration.StageOf(ReferenceCourse.BuiltIn.Total(clock.Time));
            for (int column = 0; column < Columns; column++)
            {
                if (truth.CountOf(LineageOf(column)) is not { } count) continue;
                needed[stage][column].Add(ConformalRisk.Needed(
                    width => IntervalCalibration.AroundAge(ReferenceCourse.BuiltIn, LineageOf(column), clock, width).Contains(count),
                    MinutesStep, MostMinutes));
            }
        }
    }

    /// <summary>The lineage of a column; null for the last, the total.</summary>
    internal static Lineage? LineageOf(int column) => column < FounderLineages.Count ? (Lineage)column : null;
}
