using Elegans.Simulation.Fields;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Tests.Fields;

/// <summary>Fields for tests, the same in every run.</summary>
internal static class TestFields
{
    private static readonly Lazy<EmbryoRenderer[]> Drawn = new(() =>
        [.. Enumerable.Range(0, 4).Select(seed => new EmbryoRenderer(ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions())))]);

    public static EmbryoRenderer[] Embryos => Drawn.Value;

    /// <summary>Embryos and noise, and nothing else.</summary>
    public static FieldRanges Plain => new()
    {
        LongSide = ParameterRange.Exactly(480),
        AspectRatio = ParameterRange.Exactly(1.3),
        WritingChance = 0,
        BarChance = 0,
        ArrowChance = 0,
        SecondCameraChance = 0,
        BorderChance = 0,
        TouchingChance = 0,
        Debris = ParameterRange.Exactly(0),
        Bacteria = ParameterRange.Exactly(0),
        DeadEmbryos = ParameterRange.Exactly(0),
        UnevenLight = ParameterRange.Exactly(0),
        Age = new ParameterRange(0.5, 1),
    };

    public static RenderedField Render(FieldRanges ranges, int seed)
    {
        var random = new Random(seed);
        using var field = new FieldRenderer(ranges, Embryos, random);
        return field.Render(0, new FieldMotion(), random);
    }
}
