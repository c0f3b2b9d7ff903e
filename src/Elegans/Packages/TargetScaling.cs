using System.Collections.Immutable;

namespace Elegans.Packages;

/// <summary>
/// How counts become the network's targets in [-1, 1] and back: the logarithm of one plus the count, so that a given
/// error is a given share of the count, then a straight line that takes no cells to -1 and <see cref="Ceilings"/> to 1.
/// </summary>
/// <remarks>Stored in the model card. Immutable; safe for use by several threads.</remarks>
public sealed record TargetScaling
{
    /// <summary>The count of each lineage, in table order, that is scaled to 1.</summary>
    public ImmutableArray<int> Ceilings { get; init; } = [400, 48, 96, 1, 64, 32, 2];

    /// <summary>Scales one count.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="count">Its number of cells.</param>
    public float Scale(Lineage lineage, int count) => (float)((2 * Math.Log2(1.0 + count) / Full(lineage)) - 1);

    /// <summary>Turns one output of the network into a number of cells, not rounded and never below zero.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="output">The output; it may lie outside [-1, 1].</param>
    public float Unscale(Lineage lineage, float output) =>
        (float)Math.Max(0, Math.Pow(2, Math.Clamp((output + 1) / 2, -1, 2) * Full(lineage)) - 1);

    private double Full(Lineage lineage) => Math.Log2(1.0 + Ceilings[(int)lineage]);
}
