using System.Collections;
using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>The cells in every frame of a movie, in order, and whether the embryo develops as a normal one does.</summary>
public sealed class MoviePrediction : IReadOnlyList<FramePrediction>
{
    private readonly ImmutableArray<FramePrediction> frames;

    private MoviePrediction(IEnumerable<FramePrediction> frames, bool usesClock, double? misfit, Growth growth)
    {
        this.frames = [.. frames];
        UsesClock = usesClock;
        Misfit = misfit;
        (Departure, DepartureLimit, Deviation) = growth;
    }

    /// <summary>Whether the counts are those of the developmental clock. If not, every frame stands for itself.</summary>
    public bool UsesClock { get; }

    /// <summary>
    /// How far the readings lie from the course on average, in units of what readings of normal embryos do; null where the
    /// clock was not asked, or nothing could be read.
    /// </summary>
    public double? Misfit { get; }

    /// <summary>
    /// How far the totals lie from those of a normal embryo at the pace that fits them best, in doublings (<see cref="SteadyGrowth.Departure"/>); null where
    /// too few frames were read, or the model's card has no <see cref="ModelCard.Growth"/> to judge by.
    /// </summary>
    public double? Departure { get; }

    /// <summary>Beyond which <see cref="Departure"/> the embryo is said to deviate; null where that is null.</summary>
    public double? DepartureLimit { get; }

    /// <summary>How the total departs from that of a normal embryo, whatever its pace; null where it does not, or that was not asked.</summary>
    public GrowthDeviation? Deviation { get; }

    /// <summary>
    /// Whether the embryo was found not to develop normally: its total departs, or its readings persistently disagree with the course. The clock is given up
    /// then.
    /// </summary>
    public bool IsAbnormal => Deviation is not null || (Misfit is not null && !UsesClock);

    /// <inheritdoc/>
    public int Count => frames.Length;

    /// <inheritdoc/>
    public FramePrediction this[int index] => frames[index];

    /// <summary>Takes every frame as it was read on its own.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="card">The model that read.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    public static MoviePrediction FrameByFrame(IReadOnlyList<FrameReading> readings, ModelCard card, ControlGrowth? controls = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(card);
        return FrameByFrame(readings, card, Growth.Of(readings, card, controls), misfit: null);
    }

    /// <summary>Decodes readings as a way through the reference course; falls back to the readings where they disagree with it persistently, or the total
    /// departs from normal growth.</summary>
    /// <param name="readings">The readings, one for each frame in order.</param>
    /// <param name="card">The model that read.</param>
    /// <param name="interval">Time between frames; null where that is not known.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    public static MoviePrediction Of(
        IReadOnlyList<FrameReading> readings, ModelCard card, TimeSpan? interval = null, ControlGrowth? controls = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(card);
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        var clock = new DevelopmentalClock(course, card.Clock ?? new ClockSettings());
        float[]?[] cells = [.. readings.Select(reading => reading.ShowsNuclei ? reading.Cells.ToArray() : null)];
        IReadOnlyList<ClockTime> times = CourseEnd.Mark(course, clock.Decode(cells, interval?.TotalMinutes));
        if (times.Count == 0) return FrameByFrame(readings, card, controls);
        double? misfit = clock.Misfit(cells, times);
        var growth = Growth.Of(readings, card, controls);
        if (growth.Deviation is not null || misfit > card.MaxMisfit)
            return FrameByFrame(readings, card, growth, misfit, frame => times[frame.Value].Time);
        return new MoviePrediction(
            readings.Select((reading, frame) => FramePrediction.Of(reading, times[frame], course, card.Intervals)), usesClock: true, misfit, growth);
    }

    private static MoviePrediction FrameByFrame(
        IEnumerable<FrameReading> readings, ModelCard card, Growth growth, double? misfit, Func<FrameIndex, DevelopmentalTime>? age = null)
    {
        GrowthDeviation? deviation = growth.Deviation;
        // What is expected of an embryo that departs is what it did until then; the clock would follow it.
        Func<FrameIndex, DevelopmentalTime>? normal = deviation is null ? age : deviation.AgeIn;
        return new MoviePrediction(
            readings.Select(reading => normal is null ? Frame(reading) : Frame(reading).Beside(ReferenceCourse.BuiltIn.CountsAt(normal(reading.Frame)))),
            usesClock: false, misfit, growth);

        FramePrediction Frame(FrameReading reading) => deviation is { } known && reading.Frame >= known.From
            ? FramePrediction.Of(reading, card.Intervals, card.Growth!, known.IsFewer ? Predictions.Deviation.FewerCells : Predictions.Deviation.MoreCells)
            : FramePrediction.Of(reading, card.Intervals);
    }

    /// <summary>
    /// The total read in a frame, not rounded; null where it is none of the whole embryo: frames that show a part of it, or more than one, say nothing of it.
    /// </summary>
    internal static double? TotalOf(FrameReading reading) => reading.Status is FrameStatus.Ok or FrameStatus.BeyondRange ? reading.Cells.Sum() : null;

    /// <inheritdoc/>
    public IEnumerator<FramePrediction> GetEnumerator() => ((IEnumerable<FramePrediction>)frames).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What came of asking whether the embryo grows as a normal one does.</summary>
    private readonly record struct Growth(double? Departure, double? Limit, GrowthDeviation? Deviation)
    {
        internal static Growth Of(IEnumerable<FrameReading> readings, ModelCard card, ControlGrowth? controls)
        {
            double?[] totals = [.. readings.Select(TotalOf)];
            if (card.Growth is not { } calibration || SteadyGrowth.BuiltIn.Departure(totals) is not { } departure) return default;
            double limit = controls?.Limit ?? calibration.Limit;
            return new Growth(departure, limit, departure > limit ? SteadyGrowth.BuiltIn.Judge(totals, limit) : null);
        }
    }
}
