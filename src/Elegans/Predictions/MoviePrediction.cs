using System.Collections;
using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>The cells in every frame of a movie, in order, and whether the embryo develops as the reference course says.</summary>
public sealed class MoviePrediction : IReadOnlyList<FramePrediction>
{
    private readonly ImmutableArray<FramePrediction> frames;

    private MoviePrediction(IEnumerable<FramePrediction> frames, bool usesClock, double? misfit)
    {
        this.frames = [.. frames];
        UsesClock = usesClock;
        Misfit = misfit;
    }

    /// <summary>Whether the counts are those of the developmental clock. If not, every frame stands for itself.</summary>
    public bool UsesClock { get; }

    /// <summary>
    /// How far the readings lie from the course on average, in units of what readings of normal embryos do; null where the
    /// clock was not asked, or nothing could be read.
    /// </summary>
    public double? Misfit { get; }

    /// <summary>Whether the clock was given up because the readings persistently disagree with normal development.</summary>
    public bool IsAbnormal => Misfit is not null && !UsesClock;

    /// <inheritdoc/>
    public int Count => frames.Length;

    /// <inheritdoc/>
    public FramePrediction this[int index] => frames[index];

    /// <summary>Takes every frame as it was read on its own.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="card">The model that read.</param>
    public static MoviePrediction FrameByFrame(IReadOnlyList<FrameReading> readings, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(card);
        return new MoviePrediction(readings.Select(reading => FramePrediction.Of(reading, card.Intervals)), usesClock: false, misfit: null);
    }

    /// <summary>Decodes readings as a way through the reference course; falls back to the readings where they disagree with it persistently.</summary>
    /// <param name="readings">The readings, one for each frame in order.</param>
    /// <param name="card">The model that read.</param>
    /// <param name="interval">Time between frames; null where that is not known.</param>
    public static MoviePrediction Of(IReadOnlyList<FrameReading> readings, ModelCard card, TimeSpan? interval = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(card);
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        var clock = new DevelopmentalClock(course, card.Clock ?? new ClockSettings());
        float[]?[] cells = [.. readings.Select(reading => reading.ShowsNuclei ? reading.Cells.ToArray() : null)];
        IReadOnlyList<ClockTime> times = clock.Decode(cells, interval?.TotalMinutes);
        if (times.Count == 0) return FrameByFrame(readings, card);
        double? misfit = clock.Misfit(cells, times);
        if (misfit > card.MaxMisfit)
            return new MoviePrediction(readings.Select(reading => FramePrediction.Of(reading, card.Intervals)), usesClock: false, misfit);
        return new MoviePrediction(
            readings.Select((reading, frame) => FramePrediction.Of(reading, times[frame], course, card.Intervals)), usesClock: true, misfit);
    }

    /// <inheritdoc/>
    public IEnumerator<FramePrediction> GetEnumerator() => ((IEnumerable<FramePrediction>)frames).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
