using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// How wide 90 % intervals are, measured on rendered movies of embryos that were not trained on: for each stage and each
/// lineage (the total last), the least width that nine true counts in ten fall into (split conformal prediction, Vovk et
/// al. 2005, https://doi.org/10.1007/b106715, by stage).
/// </summary>
public sealed record IntervalCalibration
{
    private readonly ByContent<ImmutableArray<ImmutableArray<double?>>> doublings;
    private readonly ByContent<ImmutableArray<ImmutableArray<double?>>> minutes;

    /// <summary>The greatest total of each stage; the last stage has none.</summary>
    public static ImmutableArray<int> StageEnds { get; } = [30, 100, 200];

    /// <summary>
    /// For each stage, half the width of a reading's interval in doublings (log2 of one plus the count): seven lineages, then the total. Null where
    /// there was no case: no width can be given.
    /// </summary>
    public required ImmutableArray<ImmutableArray<double?>> Doublings
    {
        get => doublings.Value;
        init => doublings = new(value);
    }

    /// <summary>
    /// For each stage, how many minutes of development the clock's interval reaches to either side: seven lineages, then the total. Null where
    /// there was no case.
    /// </summary>
    public required ImmutableArray<ImmutableArray<double?>> Minutes
    {
        get => minutes.Value;
        init => minutes = new(value);
    }

    /// <summary>Which stage a total belongs to.</summary>
    /// <param name="total">The predicted total.</param>
    public static int StageOf(double total) => StageEnds.Count(end => total > end);

    /// <summary>The interval of a reading.</summary>
    /// <param name="reading">The count read, not rounded.</param>
    /// <param name="doublings">Half the width.</param>
    internal static CountInterval AroundReading(double reading, double doublings) => new(
        (int)Math.Max(0, Math.Round(((1 + reading) * Math.Pow(2, -doublings)) - 1)), (int)Math.Round(((1 + reading) * Math.Pow(2, doublings)) - 1));

    /// <summary>The interval of a count on the course around an age, widened by the spread between embryos.</summary>
    /// <param name="course">The course.</param>
    /// <param name="lineage">The lineage; null for the total.</param>
    /// <param name="clock">The age.</param>
    /// <param name="minutes">How far to either side.</param>
    public static CountInterval AroundAge(ReferenceCourse course, Lineage? lineage, ClockTime clock, double minutes)
    {
        ArgumentNullException.ThrowIfNull(course);
        double reach = Math.Sqrt((minutes * minutes) + (clock.Spread * clock.Spread));
        var times = ((ReadOnlySpan<double>)[-reach, 0, reach]).ToArray().Select(offset => new DevelopmentalTime(clock.Time.Minutes + offset)).ToArray();
        double low = times.Min(time => Mean(time) - Spread(time)), high = times.Max(time => Mean(time) + Spread(time));
        return new CountInterval((int)Math.Max(0, Math.Round(low)), (int)Math.Round(high));

        double Mean(DevelopmentalTime time) => lineage is { } one ? course.Mean(one, time) : course.Total(time);
        double Spread(DevelopmentalTime time) => lineage is { } one ? course.Spread(one, time)
            : Math.Sqrt(FounderLineages.All.Sum(each => Math.Pow(course.Spread(each, time), 2)));
    }

    /// <summary>The intervals of a frame that was read on its own.</summary>
    /// <param name="cells">The seven counts read, not rounded.</param>
    public CountIntervals OfReading(ImmutableArray<float> cells)
    {
        double total = cells.Sum();
        ImmutableArray<double?> widths = Doublings[StageOf(total)];
        return new CountIntervals([.. cells.Select((count, lineage) => Around(count, widths[lineage]))], Around(total, widths[^1]));

        static CountInterval? Around(double reading, double? doublings) => doublings is { } width ? AroundReading(reading, width) : null;
    }

    /// <summary>The intervals of a frame whose age the clock found.</summary>
    /// <param name="course">The course of normal development.</param>
    /// <param name="clock">The age.</param>
    public CountIntervals OfClock(ReferenceCourse course, ClockTime clock)
    {
        ArgumentNullException.ThrowIfNull(course);
        ImmutableArray<double?> widths = Minutes[StageOf(course.Total(clock.Time))];
        return new CountIntervals([.. FounderLineages.All.Select(lineage => Around(lineage, widths[(int)lineage]))], Around(lineage: null, widths[^1]));

        CountInterval? Around(Lineage? lineage, double? minutes) => minutes is { } width ? AroundAge(course, lineage, clock, width) : null;
    }
}
