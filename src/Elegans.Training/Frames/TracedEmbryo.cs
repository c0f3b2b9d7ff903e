using Elegans.Annotation;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Frames;

/// <summary>An embryo with its truth: the traced counts, and what tracing is known to have lost.</summary>
internal sealed class TracedEmbryo(NucleiTrack track)
{
    private readonly TrackGaps gaps = new(track);

    internal NucleiTrack Track => track;

    internal EmbryoRenderer Renderer { get; } = new(track);

    internal FrameTruth TruthAt(TimePoint time) => new(track.CountsAt(time), gaps.MissingAt(time));

    /// <summary>
    /// The time points whose total can be trusted: there is a cell, at most one nucleus in twenty has no lineage (tracing
    /// was still going on where more have none), and at most one cell in twenty is known to be missing.
    /// </summary>
    internal IEnumerable<TimePoint> UsableTimePoints() => track.TimePoints.Where(time =>
        track.CountsAt(time) is { Total: > 0 } counts
        && track.NucleiAt(time).Count - counts.Total <= Math.Max(2, counts.Total / 20)
        && gaps.MissingAt(time).Total <= FrameTruth.BearableShare * counts.Total);
}
