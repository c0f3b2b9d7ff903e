using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Simulation.Rendering;

/// <summary>One microscope and specimen: a value for every property that <see cref="MicroscopeRanges"/> randomises, described there.</summary>
public sealed record Microscope
{
    private readonly ByContent<ImmutableArray<float>> lineageBrightness;

    /// <summary>What everything drawn per nucleus or per speck follows from, so that it stays the same through a movie.</summary>
    public required int Seed { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.RadiusShare"/>
    public required float RadiusShare { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.EdgeSoftness"/>
    public required float EdgeSoftness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Doming"/>
    public required float Doming { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.LineageBrightness"/>
    public required ImmutableArray<float> LineageBrightness
    {
        get => lineageBrightness.Value;
        init => lineageBrightness = new(value);
    }

    /// <inheritdoc cref="MicroscopeRanges.NucleusVariation"/>
    public required float NucleusVariation { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.RadiusVariation"/>
    public required float RadiusVariation { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.CentreBrightness"/>
    public required float CentreBrightness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.NearBrightness"/>
    public required float NearBrightness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.FarBrightness"/>
    public required float FarBrightness { get; init; }

    /// <summary>Whether the objective looks from the side of the last slice.</summary>
    public required bool SeenFromBelow { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Mottling"/>
    public required float Mottling { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.MitosisBrightness"/>
    public required float MitosisBrightness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.MitosisDuration"/>
    public required float MitosisDuration { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.MitosisChance"/>
    public required float MitosisChance { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.NewbornRadius"/>
    public required float NewbornRadius { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.GrowthTime"/>
    public required float GrowthTime { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Specks"/>
    public required int Specks { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.SpeckBrightness"/>
    public required float SpeckBrightness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.SpeckRadius"/>
    public required float SpeckRadius { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.PolarBodies"/>
    public required int PolarBodies { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.PolarBodyRadius"/>
    public required float PolarBodyRadius { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.PolarBodyBrightness"/>
    public required float PolarBodyBrightness { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.ProphaseDuration"/>
    public required float ProphaseDuration { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.ProphaseMottling"/>
    public required float ProphaseMottling { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Glow"/>
    public required float Glow { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Haze"/>
    public required float Haze { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.ReporterBleed"/>
    public required float ReporterBleed { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Blur"/>
    public required float Blur { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.EarlyExposure"/>
    public required float EarlyExposure { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.LateExposure"/>
    public required float LateExposure { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.BlackLevel"/>
    public required float BlackLevel { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.ReadNoise"/>
    public required float ReadNoise { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.ShotNoise"/>
    public required float ShotNoise { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.NoiseStreaks"/>
    public required float NoiseStreaks { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Speckle"/>
    public required float Speckle { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.Gamma"/>
    public required float Gamma { get; init; }

    /// <inheritdoc cref="MicroscopeRanges.CompressionQuality"/>
    public required int? CompressionQuality { get; init; }

    /// <summary>The exposure for an embryo of some number of cells: it grows with the histone transgene's expression.</summary>
    /// <param name="cells">The number of cells.</param>
    internal float ExposureAt(int cells)
    {
        double share = Math.Clamp(Math.Log2(Math.Max(cells, 4) / 4.0) / Math.Log2(100 / 4.0), 0, 1);
        return (float)(EarlyExposure * Math.Pow(LateExposure / EarlyExposure, share));
    }
}
