using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>How many cells there are in one frame.</summary>
public sealed record FramePrediction
{
    private FramePrediction(FrameIndex frame, FrameStatus status, LineageCounts? counts)
    {
        Frame = frame;
        Status = status;
        Counts = counts;
    }

    /// <summary>Which frame of its movie; 0 for a single image.</summary>
    public FrameIndex Frame { get; }

    /// <summary>Whether the frame could be counted.</summary>
    public FrameStatus Status { get; }

    /// <summary>
    /// The living cells of each lineage; null where there is nothing to count. Lower bounds where the status is <see
    /// cref="FrameStatus.BeyondRange"/>.
    /// </summary>
    public LineageCounts? Counts { get; }

    /// <summary>The 90 % intervals of the counts; null where there are no counts, or the model was not calibrated.</summary>
    public CountIntervals? Intervals { get; private init; }

    /// <summary>The embryo's age and pace; null where the clock was not used or could not say.</summary>
    public ClockTime? Clock { get; private init; }

    /// <summary>
    /// The total as it was read in this frame alone, which does not rest on the course of normal development; null where there is nothing to count. Where
    /// the clock was used, <see cref="Counts"/> are the expectation for a normal embryo of the age found.
    /// </summary>
    public MeasuredTotal? Measured { get; private init; }

    /// <summary>
    /// The counts of a normal embryo of the age that the clock found: <see cref="Counts"/>, unless the clock was given up because the embryo is not normal.
    /// Where the total departs, those of a normal embryo that did the same before. Null where nothing is expected.
    /// </summary>
    public LineageCounts? Expected { get; private init; }

    /// <summary>What departs from normal development; null where nothing does, or that was not asked.</summary>
    public Deviation? Deviation { get; private init; }

    /// <summary>The living cells of all lineages; null where there is nothing to count.</summary>
    public int? Total => Counts?.Total;

    /// <summary>The living cells of one lineage; null where there is nothing to count.</summary>
    /// <param name="lineage">The lineage.</param>
    public int? this[Lineage lineage] => Counts?[lineage];

    /// <summary>A frame that was counted.</summary>
    /// <param name="frame">Which frame.</param>
    /// <param name="counts">Its counts.</param>
    public static FramePrediction Of(FrameIndex frame, LineageCounts counts) => new(frame, FrameStatus.Ok, counts);

    /// <summary>A frame without an embryo.</summary>
    /// <param name="frame">Which frame.</param>
    public static FramePrediction WithoutEmbryo(FrameIndex frame) => new(frame, FrameStatus.NoEmbryo, counts: null);

    /// <summary>A frame as it was read on its own.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="calibration">How far readings are off; null gives no intervals.</param>
    internal static FramePrediction Of(FrameReading reading, IntervalCalibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return Of(reading, calibration?.OfReading(reading.Cells), deviation: null);
    }

    /// <summary>A frame of an abnormal embryo, as it was read on its own: intervals of normal ones are too narrow for it.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="normal">How far readings of normal embryos are off; intervals are no narrower.</param>
    /// <param name="calibration">How far readings of abnormal embryos are off.</param>
    /// <param name="deviation">What departs from normal development.</param>
    internal static FramePrediction Of(FrameReading reading, IntervalCalibration? normal, GrowthCalibration calibration, Deviation deviation) =>
        Of(reading, calibration.OfReading(reading.Cells)?.AtLeast(normal?.OfReading(reading.Cells)), deviation);

    private static FramePrediction Of(FrameReading reading, CountIntervals? intervals, Deviation? deviation)
    {
        if (!reading.ShowsNuclei) return new FramePrediction(reading.Frame, reading.Status, counts: null);
        var counts = LineageCounts.Round(reading.Cells.AsSpan());
        CountIntervals? bounded = Bounds(reading.Status, intervals);
        return new FramePrediction(reading.Frame, reading.Status, counts)
        {
            Intervals = bounded,
            Measured = new MeasuredTotal(counts.Total, bounded?.Total),
            Deviation = deviation,
        };
    }

    /// <summary>A frame whose age the clock found; its counts are those of the reference course at that age.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="clock">The embryo's age.</param>
    /// <param name="course">The course of normal development.</param>
    /// <param name="calibration">How far ages are off; null gives no intervals.</param>
    internal static FramePrediction Of(FrameReading reading, ClockTime clock, ReferenceCourse course, IntervalCalibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(course);
        if (!reading.ShowsNuclei) return new FramePrediction(reading.Frame, reading.Status, counts: null);
        FrameStatus status = reading.Status is FrameStatus.CutOff or FrameStatus.Overlapping ? reading.Status
            : clock.Beyond > 0.5 ? FrameStatus.BeyondRange : FrameStatus.Ok;
        LineageCounts expected = course.CountsAt(clock.Time);
        return new FramePrediction(reading.Frame, status, expected)
        {
            Expected = expected,
            Intervals = Bounds(status, calibration?.OfClock(course, clock)),
            Clock = clock,
            Measured = new MeasuredTotal(
                LineageCounts.Round(reading.Cells.AsSpan()).Total, Bounds(reading.Status, calibration?.OfReading(reading.Cells))?.Total),
        };
    }

    /// <summary>The same frame beside what a normal embryo of some age has.</summary>
    internal FramePrediction Beside(LineageCounts expected) => Counts is null ? this : this with { Expected = expected };

    /// <summary>The same frame with what else a table says of it.</summary>
    internal FramePrediction With(
        FrameStatus status, CountIntervals? intervals, ClockTime? clock, Deviation? deviation = null, MeasuredTotal? measured = null) =>
        new(Frame, status, Counts)
        {
            Intervals = intervals,
            Clock = clock,
            Deviation = deviation,
            Measured = measured,
        };

    /// <summary>What is known of counts under a status: lower bounds have no upper end, and of embryos behind one another nothing was measured.</summary>
    private static CountIntervals? Bounds(FrameStatus status, CountIntervals? intervals) => status switch
    {
        FrameStatus.BeyondRange or FrameStatus.CutOff => intervals?.WithoutUpperBounds(),
        FrameStatus.Overlapping => null,
        _ => intervals,
    };

    /// <summary>Shows the frame and its counts.</summary>
    public override string ToString() => $"frame {Frame}: {(Counts is { } counts ? counts.ToString() : Status.Name())}";
}
