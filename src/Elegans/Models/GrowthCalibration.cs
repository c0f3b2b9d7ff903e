using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// From when on the growth of an embryo's total is called abnormal (<see cref="Development.SteadyGrowth"/>), and how wide intervals are then. Measured on
/// rendered movies of embryos that nothing else was decided by.
/// </summary>
public sealed record GrowthCalibration
{
    private readonly ByContent<ImmutableArray<double?>> doublings = new([]);

    /// <summary>The share of movies of normal embryos that may be called abnormal.</summary>
    public const double FalseAlarms = 0.05;

    /// <summary>An embryo whose total departs by more doublings than this is called abnormal.</summary>
    public required double Limit { get; init; }

    /// <summary>How many normal embryos the limit rests on.</summary>
    public int Embryos { get; init; }

    /// <summary>What it was measured on, in words; null where that was not written down.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Half the width of the 90 % interval of an abnormal embryo's counts, in doublings (log2 of one plus the count): seven lineages, then the total. Empty
    /// where it was not measured: then there are no intervals.
    /// </summary>
    public ImmutableArray<double?> Doublings
    {
        get => doublings.Value;
        init => doublings = new(value);
    }

    /// <summary>From how many normal embryos those were made that raised the alarm, and that <see cref="Doublings"/> rest on.</summary>
    public int AbnormalEmbryos { get; init; }

    /// <summary>The intervals of a frame of an abnormal embryo; null where their width was not measured.</summary>
    /// <param name="cells">The seven counts read, not rounded.</param>
    internal CountIntervals? OfReading(ImmutableArray<float> cells)
    {
        if (Doublings.IsEmpty) return null;
        return new CountIntervals([.. cells.Select((count, lineage) => Around(count, Doublings[lineage]))], Around(cells.Sum(), Doublings[^1]));

        static CountInterval? Around(double reading, double? width) => width is { } known ? IntervalCalibration.AroundReading(reading, known) : null;
    }
}
