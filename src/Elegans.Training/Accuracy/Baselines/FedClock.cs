using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;

namespace Elegans.Training.Accuracy.Baselines;

/// <summary>The developmental clock of a model, fed with something else than its seven readings.</summary>
/// <param name="card">The model; its clock is asked whatever the misfit.</param>
internal sealed class FedClock(ModelCard card)
{
    /// <summary>A reading that is off by so many doublings says nothing.</summary>
    private const double Ignored = 1000;
    private readonly ModelCard asked = card.WithoutAlarms with { Intervals = null };

    /// <summary>A's readings; the other six are not looked at.</summary>
    internal BaselineErrors WithFirstLineage(IReadOnlyList<FrameReading> readings, ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        ClockSettings clock = asked.Clock ?? new ClockSettings();
        ImmutableArray<double> errors = [.. clock.ReadingError.Select((error, lineage) => lineage == (int)Lineage.A ? error : Ignored)];
        return Errors("the clock, fed with A's reading alone", "one reading of seven",
            MoviePrediction.Of(readings, asked with { Clock = clock with { ReadingError = errors } }), truth);
    }

    /// <summary>The true totals, as the counts of a normal embryo of that total.</summary>
    internal BaselineErrors WithTotals(int frames, ImmutableSortedDictionary<FrameIndex, LineageCounts> truth) =>
        Errors("the clock, fed with the true total", "every frame's true total", Decoded(frames, truth, counts =>
        {
            DevelopmentalTime time = CourseByTotal.BuiltIn.TimeOf(counts.Total);
            return [.. FounderLineages.All.Select(lineage => (float)ReferenceCourse.BuiltIn.Mean(lineage, time))];
        }), truth);

    /// <summary>The true counts: the least error that the clock can have.</summary>
    internal BaselineErrors WithTruth(int frames, ImmutableSortedDictionary<FrameIndex, LineageCounts> truth) =>
        Errors("the clock, fed with the true counts (its floor)", "all true counts",
            Decoded(frames, truth, counts => [.. FounderLineages.All.Select(lineage => (float)counts[lineage])]), truth);

    private MoviePrediction Decoded(
        int frames, ImmutableSortedDictionary<FrameIndex, LineageCounts> truth, Func<LineageCounts, ImmutableArray<float>> read) => MoviePrediction.Of(
        [.. Enumerable.Range(0, frames).Select(number => new FrameIndex(number)).Select(frame => truth.TryGetValue(frame, out LineageCounts counts)
            ? new FrameReading(frame, FrameStatus.Ok, read(counts))
            : new FrameReading(frame, FrameStatus.NoEmbryo, [.. new float[FounderLineages.Count]]))], asked);

    private static BaselineErrors Errors(
        string predictor, string knows, MoviePrediction prediction, ImmutableSortedDictionary<FrameIndex, LineageCounts> truth) => BaselineErrors.Of(
        predictor, knows, prediction.Where(frame => truth.ContainsKey(frame.Frame)).Select(frame => (frame.Counts ?? default, truth[frame.Frame])));
}
