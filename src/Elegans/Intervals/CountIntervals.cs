using System.Collections.Immutable;

namespace Elegans.Intervals;

/// <summary>The 90 % interval of every lineage and of the total, in one frame.</summary>
/// <param name="Each">The lineages in table order.</param>
/// <param name="Total">The total; not the sum of the others, as errors partly cancel.</param>
public sealed record CountIntervals(ImmutableArray<CountInterval> Each, CountInterval Total)
{
    /// <summary>The interval of one lineage.</summary>
    /// <param name="lineage">The lineage.</param>
    public CountInterval this[Lineage lineage] => Each[(int)lineage];

    /// <summary>The same with nothing known of how many there are at most.</summary>
    public CountIntervals WithoutUpperBounds() => new([.. Each.Select(interval => interval with { High = null })], Total with { High = null });
}
