using System.Collections.Immutable;

namespace Elegans.Lineages;

/// <summary>The 90 % interval of every lineage and of the total, in one frame.</summary>
/// <param name="Each">The lineages in table order; null where calibration saw no case of the lineage at this stage.</param>
/// <param name="Total">The total; not the sum of the others, as errors partly cancel. Null where calibration saw no case of this stage.</param>
public sealed record CountIntervals(ImmutableArray<CountInterval?> Each, CountInterval? Total)
{
    private readonly ByContent<ImmutableArray<CountInterval?>> each = new(Each);

    /// <summary>The lineages in table order; null where there is no interval.</summary>
    public ImmutableArray<CountInterval?> Each
    {
        get => each.Value;
        init => each = new(value);
    }

    /// <summary>The interval of one lineage; null where there is none.</summary>
    /// <param name="lineage">The lineage.</param>
    public CountInterval? this[Lineage lineage] => Each[(int)lineage];

    /// <summary>The same with nothing known of how many there are at most.</summary>
    public CountIntervals WithoutUpperBounds() => new([.. Each.Select(Open)], Open(Total));

    /// <summary>The same, with every interval that is narrower than another's made as wide.</summary>
    /// <param name="other">The others; null for none.</param>
    internal CountIntervals AtLeast(CountIntervals? other) => other is null ? this
        : new([.. Each.Zip(other.Each, Wider)], Wider(Total, other.Total));

    private static CountInterval? Wider(CountInterval? one, CountInterval? other) => (one, other) is ({ } a, { } b)
        ? new CountInterval(Math.Min(a.Low, b.Low), a.High is { } high && b.High is { } top ? Math.Max(high, top) : null) : one;

    private static CountInterval? Open(CountInterval? interval) => interval is { } bounded ? bounded with { High = null } : null;
}
