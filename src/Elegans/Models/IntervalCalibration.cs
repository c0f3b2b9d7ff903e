using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// How wide 90 % intervals are, measured on rendered movies of embryos that nothing else was decided by. For each stage and each
/// lineage (the total last) it is the least width at which a new embryo is expected to have nine in ten of its frames of that stage
/// covered: conformal risk control, by embryo (Angelopoulos et al. 2022, https://arxiv.org/abs/2208.02814), as frames of one movie are no
/// independent cases.
/// </summary>
/// <remarks>Cards written before version 1.2 hold widths by frame, with neither <see cref="Source"/> nor numbers of embryos.</remarks>
public sealed record IntervalCalibration
{
    private readonly ByContent<ImmutableArray<ImmutableArray<double?>>> doublings;
    private readonly ByContent<ImmutableArray<ImmutableArray<double?>>> minutes;
    private readonly ByContent<ImmutableArray<ImmutableArray<int>>> doublingsEmbryos = new([]);
    private readonly ByContent<ImmutableArray<ImmutableArray<int>>> minutesEmbryos = new([]);

    /// <summary>Of fewer embryos no width can promise 90 %: even if it covered all of them, the next may be the one in ten.</summary>
    public const int MinEmbryos = 9;

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

    /// <summary>How many embryos each of <see cref="Doublings"/> rests on; empty where that was not written down.</summary>
    public ImmutableArray<ImmutableArray<int>> DoublingsEmbryos
    {
        get => doublingsEmbryos.Value;
        init => doublingsEmbryos = new(value);
    }

    /// <summary>How many embryos each of <see cref="Minutes"/> rests on; empty where that was not written down.</summary>
    public ImmutableArray<ImmutableArray<int>> MinutesEmbryos
    {
        get => minutesEmbryos.Value;
        init => minutesEmbryos = new(value);
    }

    /// <summary>What the widths were measured on, in words, such as <c>17 embryos of the calibration side</c>; null where that was not written down.</summary>
    public string? Source { get; init; }

    /// <summary>How many times as wide intervals are made as measured, because they did not hold often enough on real movies; at least 1.</summary>
    public double Widening { get; init; } = 1;

    /// <summary>Why they are made wider, and by what movies; null where they are not.</summary>
    public string? WidenedFor { get; init; }

    /// <summary>
    /// Whether some width rests on fewer than <see cref="MinEmbryos"/> embryos. Such a one is the widest that any of their frames needs, and promises
    /// nothing.
    /// </summary>
    [JsonIgnore]
    public bool HasTooFew => DoublingsEmbryos.Concat(MinutesEmbryos).Any(stage => stage.Any(embryos => embryos is > 0 and < MinEmbryos));

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
    /// <param name="widening">How many times as far, and how many times the spread between embryos.</param>
    public static CountInterval AroundAge(ReferenceCourse course, Lineage? lineage, ClockTime clock, double minutes, double widening = 1)
    {
        ArgumentNullException.ThrowIfNull(course);
        double reach = widening * Math.Sqrt((minutes * minutes) + (clock.Spread * clock.Spread));
        var times = ((ReadOnlySpan<double>)[-reach, 0, reach]).ToArray().Select(offset => new DevelopmentalTime(clock.Time.Minutes + offset)).ToArray();
        double low = times.Min(time => Mean(time) - Spread(time)), high = times.Max(time => Mean(time) + Spread(time));
        return new CountInterval((int)Math.Max(0, Math.Round(low)), (int)Math.Round(high));

        double Mean(DevelopmentalTime time) => lineage is { } one ? course.Mean(one, time) : course.Total(time);
        double Spread(DevelopmentalTime time) => widening * (lineage is { } one ? course.Spread(one, time)
            : Math.Sqrt(FounderLineages.All.Sum(each => Math.Pow(course.Spread(each, time), 2))));
    }

    /// <summary>The intervals of a frame that was read on its own.</summary>
    /// <param name="cells">The seven counts read, not rounded.</param>
    public CountIntervals OfReading(ImmutableArray<float> cells)
    {
        double total = cells.Sum();
        ImmutableArray<double?> widths = Doublings[StageOf(total)];
        return new CountIntervals([.. cells.Select((count, lineage) => Around(count, widths[lineage]))], Around(total, widths[^1]));

        CountInterval? Around(double reading, double? doublings) => doublings is { } width ? AroundReading(reading, width * Widening) : null;
    }

    /// <summary>The intervals of a frame whose age the clock found.</summary>
    /// <param name="course">The course of normal development.</param>
    /// <param name="clock">The age.</param>
    public CountIntervals OfClock(ReferenceCourse course, ClockTime clock)
    {
        ArgumentNullException.ThrowIfNull(course);
        ImmutableArray<double?> widths = Minutes[StageOf(course.Total(clock.Time))];
        return new CountIntervals([.. FounderLineages.All.Select(lineage => Around(lineage, widths[(int)lineage]))], Around(lineage: null, widths[^1]));

        CountInterval? Around(Lineage? lineage, double? minutes) => minutes is { } width ? AroundAge(course, lineage, clock, width, Widening) : null;
    }
}
