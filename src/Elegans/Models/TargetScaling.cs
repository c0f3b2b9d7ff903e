using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// How counts become the network's targets in [-1, 1] and back: the logarithm of one plus the count, so that a given
/// error is a given share of the count, or the count itself; then a straight line that takes no cells to -1 and
/// <see cref="Ceilings"/> to 1.
/// </summary>
/// <remarks>Stored in the model card. Immutable; safe for use by several threads.</remarks>
public sealed record TargetScaling
{
    private readonly ByContent<ImmutableArray<int>> ceilings = new([400, 48, 96, 1, 64, 32, 2]);

    /// <summary>What is scaled: the count's logarithm or the count.</summary>
    public CountTransform Transform { get; init; }

    /// <summary>The count of each lineage, in table order, that is scaled to 1.</summary>
    public ImmutableArray<int> Ceilings
    {
        get => ceilings.Value;
        init => ceilings = new(value);
    }

    /// <summary>Scales one count.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="count">Its number of cells.</param>
    public float Scale(Lineage lineage, int count) => (float)((2 * Transformed(count) / Full(lineage)) - 1);

    /// <summary>Turns one output of the network into a number of cells, not rounded and never below zero.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="output">The output; it may lie outside [-1, 1].</param>
    public float Unscale(Lineage lineage, float output)
    {
        double transformed = Math.Clamp((output + 1) / 2, -1, 2) * Full(lineage);
        return (float)Math.Max(0, Transform == CountTransform.Linear ? transformed : Math.Pow(2, transformed) - 1);
    }

    private double Full(Lineage lineage) => Transformed(Ceilings[(int)lineage]);

    private double Transformed(int count) => Transform == CountTransform.Linear ? count : Math.Log2(1.0 + count);
}
