using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Tests.Development;

/// <summary>Readings of a normal embryo, as an eye that errs by some ten percent would give them.</summary>
internal static class CourseMovie
{
    /// <summary>Readings of a movie.</summary>
    /// <param name="frames">How many frames.</param>
    /// <param name="start">Age in the first frame, in minutes.</param>
    /// <param name="pace">Minutes of development from frame to frame.</param>
    /// <param name="error">How far readings are off, in doublings.</param>
    public static float[]?[] Readings(int frames, double start, double pace, double error = 0.15)
    {
        var random = new Random(frames);
        return [.. Enumerable.Range(0, frames).Select(frame =>
        {
            double common = error * (random.NextDouble() + random.NextDouble() - 1);
            return FounderLineages.All.Select(lineage =>
                Math.Max(0, (float)(
                    ((1 + ReferenceCourse.BuiltIn.Mean(lineage, Age(frame, start, pace))) * Math.Pow(2, common + (error * (random.NextDouble() - 0.5)))) - 1)))
                    .ToArray();
        })];
    }

    public static DevelopmentalTime Age(int frame, double start, double pace) => new(start + (pace * frame));

    public static IReadOnlyList<ClockTime> Decode(IReadOnlyList<float[]?> readings, double? interval = null) =>
        new DevelopmentalClock(ReferenceCourse.BuiltIn, new ClockSettings()).Decode(readings, interval);

    public static double MeanError(IReadOnlyList<ClockTime> times, double start, double pace) =>
        times.Select((time, frame) => Math.Abs(time.Time.Minutes - Age(frame, start, pace).Minutes)).Average();

    public static IReadOnlyList<FrameReading> Frames(IEnumerable<float[]?> readings) =>
        [.. readings.Select((cells, frame) => new FrameReading(
            new FrameIndex(frame), cells is null ? FrameStatus.NoEmbryo : FrameStatus.Ok, [.. cells ?? new float[FounderLineages.Count]]))];
}
