using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Simulation.Appearance;

/// <summary>
/// How nuclei look at one stage of development. Brightness is a share of the way from black to white (5th and 99.8th percentile of the frame).
/// </summary>
public sealed record StageAppearance
{
    private readonly ByContent<ImmutableArray<double>> lineages;
    private readonly ByContent<ImmutableArray<double>> depth;
    private readonly ByContent<ImmutableArray<double>> rings;
    private readonly ByContent<ImmutableArray<double>> profile;

    /// <summary>The fewest cells of the stage.</summary>
    public required int MinCells { get; init; }

    /// <summary>The most cells of the stage.</summary>
    public required int MaxCells { get; init; }

    /// <summary>Frames measured.</summary>
    public required int Frames { get; init; }

    /// <summary>Nuclei measured.</summary>
    public required int Nuclei { get; init; }

    /// <summary>Mean grey level of white (99.8th percentile).</summary>
    public required double WhiteLevel { get; init; }

    /// <summary>Standard deviation of the grey level in a corner of the frame.</summary>
    public required double CornerNoise { get; init; }

    /// <summary>Share of pixels at 250 grey levels or more.</summary>
    public required double Saturated { get; init; }

    /// <summary>Mean brightness of each lineage's nuclei, in table order; NaN where there is none.</summary>
    public required ImmutableArray<double> Lineages
    {
        get => lineages.Value;
        init => lineages = new(value);
    }

    /// <summary>Mean brightness in five layers of equal depth, from the first slices to the last.</summary>
    public required ImmutableArray<double> Depth
    {
        get => depth.Value;
        init => depth = new(value);
    }

    /// <summary>Mean brightness in five rings of equal width, from the middle of the embryo to its rim.</summary>
    public required ImmutableArray<double> Rings
    {
        get => rings.Value;
        init => rings = new(value);
    }

    /// <summary>
    /// Mean brightness of nuclei that touch no other, relative to their middle, at 1/16, 3/16, 5/16, … of the annotated diameter from their centre.
    /// </summary>
    public required ImmutableArray<double> Profile
    {
        get => profile.Value;
        init => profile = new(value);
    }

    /// <summary>Spread (standard deviation) of brightness between AB nuclei, relative to their mean.</summary>
    public required double SpreadOfAB { get; init; }
}
