using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;
using Elegans.Training.Recipe;

namespace Elegans.Training.Frames;

/// <summary>An embryo with its truth: the traced counts, and what tracing is known to have lost; or with labels that were published of it instead.</summary>
/// <param name="track">Its nuclei.</param>
/// <param name="published">Labels of its frames. Where they are given, frames without one are not used, whichever labels are learnt.</param>
/// <param name="labels">Which labels are learnt.</param>
internal sealed class TracedEmbryo(NucleiTrack track, IReadOnlyDictionary<FrameIndex, LineageCounts>? published = null, LabelSource labels = LabelSource.Traced)
{
    private readonly TrackGaps gaps = new(track);

    internal NucleiTrack Track => track;

    internal EmbryoRenderer Renderer { get; } = new(track);

    internal FrameTruth TruthAt(TimePoint time) => labels == LabelSource.Published
        ? new FrameTruth(PublishedAt(time), default)
        : new FrameTruth(track.CountsAt(time), gaps.MissingAt(time));

    /// <summary>
    /// The time points whose total can be trusted: there is a cell, at most one nucleus in twenty has no lineage (tracing
    /// was still going on where more have none), and at most one cell in twenty is known to be missing.
    /// </summary>
    internal IEnumerable<TimePoint> UsableTimePoints() => track.TimePoints.Where(IsUsable);

    /// <summary>Whether a time point is one of the <see cref="UsableTimePoints"/>.</summary>
    internal bool IsUsable(TimePoint time) =>
        track.CountsAt(time) is { Total: > 0 } counts
        && track.NucleiAt(time).Count - counts.Total <= Math.Max(2, counts.Total / 20)
        && gaps.MissingAt(time).Total <= FrameTruth.BearableShare * counts.Total
        && (published is null || PublishedAt(time) is not null);

    /// <summary>How far its totals depart from those of a normal embryo, every so manyth time point; null where too few are known to say.</summary>
    internal double? Departure(int step)
    {
        var usable = UsableTimePoints().Select(time => time.Value).ToHashSet();
        if (usable.Count == 0) return null;
        int first = usable.Min(), last = usable.Max();
        return SteadyGrowth.BuiltIn.Departure([.. Enumerable.Range(0, ((last - first) / step) + 1).Select(frame => first + (frame * step))
            .Select(value => usable.Contains(value) ? TruthAt(new TimePoint(value)).Counts?.Total : (double?)null)]);
    }

    private LineageCounts? PublishedAt(TimePoint time) =>
        FrameAlignment.Epic.FrameShowing(time) is { } frame && published is not null && published.TryGetValue(frame, out LineageCounts counts) ? counts : null;
}
