using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Elegans.Lineages;

/// <summary>The number of living cells of each lineage at one moment. No count is ever negative.</summary>
/// <remarks>A moment without annotation has no <see cref="LineageCounts"/>; it is not a count of zero.</remarks>
public readonly record struct LineageCounts
{
    private readonly Seven counts;

    /// <summary>Creates counts from seven numbers in table order.</summary>
    /// <param name="counts">Seven counts in the order A, E, M, P, C, D, Z.</param>
    /// <exception cref="ArgumentException">There are not seven numbers, one is negative, or they add up to more than <see cref="int.MaxValue"/>.</exception>
    public LineageCounts(params ReadOnlySpan<int> counts)
    {
        if (counts.Length != FounderLineages.Count)
            throw new ArgumentException($"Expected {FounderLineages.Count} counts, one for each lineage, and got {counts.Length}.", nameof(counts));
        long total = 0;
        foreach (Lineage lineage in FounderLineages.All)
        {
            int count = counts[(int)lineage];
            total += count;
            if (count < 0) throw new ArgumentException($"A lineage cannot have {count} cells ({lineage}).", nameof(counts));
            this.counts[(int)lineage] = count;
        }

        if (total > int.MaxValue) throw new ArgumentException(FormattableString.Invariant($"An embryo cannot have {total} cells."), nameof(counts));
    }

    /// <summary>The number of living cells over all seven lineages.</summary>
    public int Total
    {
        get
        {
            int total = 0;
            foreach (Lineage lineage in FounderLineages.All) total += this[lineage];
            return total;
        }
    }

    /// <summary>The number of living cells of one lineage.</summary>
    /// <param name="lineage">The lineage.</param>
    public int this[Lineage lineage] => counts[(int)lineage];

    /// <summary>Rounds real-valued readings to whole cells; what lies below zero becomes zero.</summary>
    /// <param name="readings">Seven readings in table order.</param>
    /// <exception cref="ArgumentException">There are not seven readings, or one is not a finite number.</exception>
    public static LineageCounts Round(ReadOnlySpan<float> readings)
    {
        if (readings.Length != FounderLineages.Count)
            throw new ArgumentException($"Expected {FounderLineages.Count} readings, one for each lineage, and got {readings.Length}.", nameof(readings));
        Span<int> rounded = stackalloc int[FounderLineages.Count];
        for (int i = 0; i < readings.Length; i++)
        {
            if (!float.IsFinite(readings[i])) throw new ArgumentException(
                $"A reading of {readings[i]} cells is not a number ({(Lineage)i}).", nameof(readings));
            rounded[i] = (int)Math.Clamp(MathF.Round(readings[i]), 0, 1_000_000);
        }

        return new LineageCounts(rounded);
    }

    /// <inheritdoc/>
    public bool Equals(LineageCounts other)
    {
        foreach (Lineage lineage in FounderLineages.All)
            if (this[lineage] != other[lineage]) return false;
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Lineage lineage in FounderLineages.All) hash.Add(this[lineage]);
        return hash.ToHashCode();
    }

    /// <summary>Shows the counts as <c>A 4, E 1, M 1, P 1, C 1, D 0, Z 0 (8 cells)</c>.</summary>
    public override string ToString()
    {
        LineageCounts self = this;
        return string.Join(", ", FounderLineages.All.Select(lineage => $"{lineage} {self[lineage]}")) + $" ({Total} cells)";
    }

    [InlineArray(7)]
    [SuppressMessage("Style", "IDE0044", Justification = "An inline array's element is written through its indexer.")]
    [SuppressMessage("Style", "IDE0051", Justification = "An inline array's element is read through its indexer.")]
    private struct Seven
    {
        private int first;
    }
}
