using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Fields;

/// <summary>What a rendered field of view may hold, each property with the range or the chance it is drawn from.</summary>
internal sealed record FieldRanges
{
    /// <summary>Pixels of the field's longer side.</summary>
    public ParameterRange LongSide { get; init; } = new(320, 760);

    /// <summary>Ratio of the field's sides.</summary>
    public ParameterRange AspectRatio { get; init; } = new(1, 1.6);

    /// <summary>How many embryos it holds, at most; fewer where there is no room.</summary>
    public ParameterRange Embryos { get; init; } = new(1, 4);

    /// <summary>Length of an embryo as a share of the field's longer side, drawn by its logarithm; smaller where many must fit.</summary>
    public ParameterRange Length { get; init; } = new(0.15, 0.8);

    /// <summary>Spread of lengths within one field: they are all of one species.</summary>
    public ParameterRange LengthFactor { get; init; } = new(0.93, 1.07);

    /// <summary>Age at which an embryo is shown, as a share of its track.</summary>
    public ParameterRange Age { get; init; } = new(0, 1);

    /// <summary>Lengthens an embryo and narrows it.</summary>
    public ParameterRange Stretch { get; init; } = new(0.95, 1.05);

    /// <summary>The chance that an embryo is laid against the one before it.</summary>
    public double TouchingChance { get; init; } = 0.25;

    /// <summary>
    /// How much of an embryo another may lie over where they touch, as a share of its area; one value for a field. They lie side by side under the
    /// coverslip as a rule.
    /// </summary>
    public ParameterRange Overlap { get; init; } = ParameterRange.Exactly(0.02);

    /// <summary>The share of an embryo that must lie inside the field.</summary>
    public double LeastInside { get; init; } = 0.99;

    /// <summary>The chance of a time stamp, and again of a label.</summary>
    public double WritingChance { get; init; } = 0.5;

    /// <summary>The chance of a scale bar.</summary>
    public double BarChance { get; init; } = 0.4;

    /// <summary>The chance of an arrow.</summary>
    public double ArrowChance { get; init; } = 0.15;

    /// <summary>The number of bits of debris; below zero means none.</summary>
    public ParameterRange Debris { get; init; } = new(-4, 8);

    /// <summary>The number of bacteria; below zero means none.</summary>
    public ParameterRange Bacteria { get; init; } = new(-40, 40);

    /// <summary>The number of dead embryos: a dim body with a few bright, shrunken nuclei; below zero means none.</summary>
    public ParameterRange DeadEmbryos { get; init; } = new(-3, 1);

    /// <summary>Light added on one side of the field, relative to the brightest nuclei; below zero means even light.</summary>
    public ParameterRange UnevenLight { get; init; } = new(-0.06, 0.06);

    /// <summary>The chance of a black border, as frames that were padded have.</summary>
    public double BorderChance { get; init; } = 0.1;

    /// <summary>The chance that a second camera's picture stands beside the first, in transmitted light.</summary>
    public double SecondCameraChance { get; init; } = 0.06;

    /// <summary>Fonts, bars and debris of shapes that are kept for tests, and never trained or tuned on.</summary>
    public bool ShapesForTests { get; init; }

    /// <summary>The microscope.</summary>
    public MicroscopeRanges Microscopes { get; init; } = new();
}
