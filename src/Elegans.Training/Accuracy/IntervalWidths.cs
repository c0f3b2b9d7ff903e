using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>Finds how wide intervals must be: for each stage and each lineage (the total last), by embryo.</summary>
/// <param name="card">The model that read the movies.</param>
/// <param name="movies">Movies of embryos that nothing else was decided by.</param>
internal sealed class IntervalWidths(ModelCard card, IReadOnlyList<RenderedMovie> movies)
{
    private const double DoublingsStep = 0.01, MostDoublings = 3, MinutesStep = 0.5, MostMinutes = 60;
    private static readonly int Stages = IntervalCalibration.StageEnds.Length + 1, Columns = FounderLineages.Count + 1;

    /// <summary>Measures the widths.</summary>
    /// <param name="source">What they are measured on, in words.</param>
    internal IntervalCalibration Measure(string source)
    {
        List<double>[][][] readings = [.. movies.Select(OfReadings)], clock = [.. movies.Select(OfClock)];
        return new IntervalCalibration
        {
            Doublings = Widths(readings, MostDoublings),
            DoublingsEmbryos = Embryos(readings),
            Minutes = Widths(clock, MostMinutes),
            MinutesEmbryos = Embryos(clock),
            Source = source,
        };
    }

    private static ImmutableArray<ImmutableArray<double?>> Widths(List<double>[][][] movies, double most) => Table((stage, column) =>
        ConformalRisk.MinWidth([.. movies.Select(movie => movie[stage][column]).Where(frames => frames.Count > 0)], most) is { } width
            ? Math.Round(width, 3) : (double?)null);

    private static ImmutableArray<ImmutableArray<int>> Embryos(List<double>[][][] movies) =>
        Table((stage, column) => movies.Count(movie => movie[stage][column].Count > 0));

    private static ImmutableArray<ImmutableArray<T>> Table<T>(Func<int, int, T> value) =>
        [.. Enumerable.Range(0, Stages).Select(stage => Enumerable.Range(0, Columns).Select(column => value(stage, column)).ToImmutableArray())];

    /// <summary>The widths that the frames of one movie need, stage by stage and lineage by lineage.</summary>
    private static List<double>[][] OfReadings(RenderedMovie movie)
    {
        List<double>[][] needed = Empty();
        foreach ((FrameReading reading, FrameTruth truth) in movie.Frames.Where(frame => frame.Reading.ShowsNuclei))
        {
            double total = reading.Cells.Sum();
            for (int column = 0; column < Columns; column++)
            {
                if (Truth(truth, column) is not { } count) continue;
                double read = column < FounderLineages.Count ? reading.Cells[column] : total;
                needed[IntervalCalibration.StageOf(total)][column].Add(ConformalRisk.Needed(
                    width => IntervalCalibration.AroundReading(read, width).Contains(count), DoublingsStep, MostDoublings));
            }
        }

        return needed;
    }

    private List<double>[][] OfClock(RenderedMovie movie)
    {
        List<double>[][] needed = Empty();
        MoviePrediction predictions = MoviePrediction.Of(movie.Readings, card with { MaxMisfit = null });
        foreach ((FrameReading reading, FrameTruth truth) in movie.Frames)
        {
            FramePrediction prediction = predictions[reading.Frame.Value];
            if (prediction.Clock is not { } clock || prediction.Status == FrameStatus.BeyondRange) continue;
            int stage = IntervalCalibration.StageOf(ReferenceCourse.BuiltIn.Total(clock.Time));
            for (int column = 0; column < Columns; column++)
            {
                if (Truth(truth, column) is not { } count) continue;
                Lineage? lineage = column < FounderLineages.Count ? (Lineage)column : null;
                needed[stage][column].Add(ConformalRisk.Needed(
                    width => IntervalCalibration.AroundAge(ReferenceCourse.BuiltIn, lineage, clock, width).Contains(count), MinutesStep, MostMinutes));
            }
        }

        return needed;
    }

    private static List<double>[][] Empty() =>
        [.. Enumerable.Range(0, Stages).Select(_ => Enumerable.Range(0, Columns).Select(_ => new List<double>()).ToArray())];

    private static int? Truth(FrameTruth truth, int column) => truth.Counts is not { } counts ? null
        : column == FounderLineages.Count ? counts.Total
        : truth.IsKnown((Lineage)column) ? counts[(Lineage)column] : null;
}
