using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Simulation.Rendering;

/// <summary>
/// Every property of the microscope and the specimen that is randomised, with the range it is drawn from. The defaults
/// were set by measuring real frames (docs/rendering.md) and widened, so that other laboratories' microscopes lie inside.
/// Lengths are relative to the nucleus or in pixels of the rendered frame; brightness is relative to the brightest nuclei.
/// </summary>
public sealed record MicroscopeRanges
{
    private readonly ByContent<ImmutableArray<ParameterRange>> lineageBrightness = new(
        [new(0.95, 1.0), new(0.4, 0.95), new(0.65, 1.0), new(0.2, 0.85), new(0.4, 0.9), new(0.12, 0.65), new(0.12, 0.6)]);

    /// <summary>The radius at half brightness, as a share of the annotated radius. Measured: 0.84 to 1.0, more where the frame is saturated.</summary>
    public ParameterRange RadiusShare { get; init; } = new(0.78, 1.12);

    /// <summary>How far a nucleus's edge is smeared, as a share of its radius. Measured, blur of the frame included: 0.25.</summary>
    public ParameterRange EdgeSoftness { get; init; } = new(0.06, 0.32);

    /// <summary>How much dimmer a nucleus is near its edge than at its centre. Measured: 0.1 to 0.2.</summary>
    public ParameterRange Doming { get; init; } = new(0.05, 0.35);

    /// <summary>
    /// Brightness of each lineage relative to AB, in table order. Measured: E 0.45 to 0.85, M 0.85 to 1, P 0.25 to 0.75, C 0.45 to 0.75, D 0.15 to
    /// 0.45, Z 0.15 to 0.4
    /// (the histone transgene is weak in the germ line).
    /// </summary>
    public ImmutableArray<ParameterRange> LineageBrightness
    {
        get => lineageBrightness.Value;
        init => lineageBrightness = new(value);
    }

    /// <summary>
    /// Spread (standard deviation of the logarithm) of brightness between nuclei of one lineage, over what depth explains. Too much of it in
    /// training makes real embryos be read as older.
    /// </summary>
    public ParameterRange NucleusVariation { get; init; } = new(0.0, 0.18);

    /// <summary>Spread (standard deviation of the logarithm) of a nucleus's drawn radius around the annotated one.</summary>
    public ParameterRange RadiusVariation { get; init; } = new(0.0, 0.06);

    /// <summary>Brightness over the middle of the embryo relative to its rim. Measured: 0.5 to 0.8.</summary>
    public ParameterRange CentreBrightness { get; init; } = new(0.4, 1.0);

    /// <summary>Brightness at the side of the embryo nearest the objective, relative to the middle depth. Measured: 0.4 to 1.1.</summary>
    public ParameterRange NearBrightness { get; init; } = new(0.4, 1.1);

    /// <summary>Brightness at the far side, relative to the middle depth. Measured: 0.2 to 0.5.</summary>
    public ParameterRange FarBrightness { get; init; } = new(0.15, 0.8);

    /// <summary>Spread of single pixels within a nucleus, as a share of its brightness.</summary>
    public ParameterRange Mottling { get; init; } = new(0.0, 0.25);

    /// <summary>How much a condensed chromosome plate outshines the nucleus before it.</summary>
    public ParameterRange MitosisBrightness { get; init; } = new(1.0, 1.9);

    /// <summary>How many time points before and after a division chromosomes are condensed.</summary>
    public ParameterRange MitosisDuration { get; init; } = new(0.5, 3.0);

    /// <summary>The chance that a dividing nucleus is drawn condensed, while it is within that time.</summary>
    public ParameterRange MitosisChance { get; init; } = new(0.5, 1.0);

    /// <summary>Radius of a nucleus at its birth, relative to what it grows to. Measured: 0.72 to 0.8 of the grown radius.</summary>
    public ParameterRange NewbornRadius { get; init; } = new(0.62, 0.92);

    /// <summary>Time points over which a newborn nucleus makes up two thirds of what it lacks. Measured: 3 to 5.</summary>
    public ParameterRange GrowthTime { get; init; } = new(1.5, 6);

    /// <summary>The number of specks of debris; below zero means none.</summary>
    public ParameterRange Specks { get; init; } = new(-2.5, 3.0);

    /// <summary>Brightness of a speck.</summary>
    public ParameterRange SpeckBrightness { get; init; } = new(0.3, 1.6);

    /// <summary>Radius of a speck, as a share of the embryo's short half axis.</summary>
    public ParameterRange SpeckRadius { get; init; } = new(0.02, 0.07);

    /// <summary>The number of polar bodies; below zero means none.</summary>
    public ParameterRange PolarBodies { get; init; } = new(-0.5, 3.4);

    /// <summary>Radius of a polar body, as a share of the embryo's short half axis: a third of a nucleus at eight cells.</summary>
    public ParameterRange PolarBodyRadius { get; init; } = new(0.05, 0.11);

    /// <summary>Brightness of a polar body.</summary>
    public ParameterRange PolarBodyBrightness { get; init; } = new(0.5, 1.5);

    /// <summary>How many time points before its division a nucleus is in prophase: larger and mottled.</summary>
    public ParameterRange ProphaseDuration { get; init; } = new(-2, 6);

    /// <summary>Spread of single pixels in prophase, over that of other nuclei.</summary>
    public ParameterRange ProphaseMottling { get; init; } = new(0.0, 0.35);

    /// <summary>Light from out of focus: the share of a widely blurred copy that is added. Measured: 0.05 to 0.3.</summary>
    public ParameterRange Glow { get; init; } = new(0.0, 0.28);

    /// <summary>Brightness of the cytoplasm inside the shell.</summary>
    public ParameterRange Haze { get; init; } = new(-0.04, 0.08);

    /// <summary>How much a reporter gene's light adds to the nuclei that express it; below zero means none.</summary>
    public ParameterRange ReporterBleed { get; init; } = new(-0.6, 0.3);

    /// <summary>
    /// Blur of the whole frame: standard deviation in pixels of the rendered frame. Measured: 3 to 5 pixels of EPIC's 752, which is 1 to 1.8 of
    /// 270.
    /// </summary>
    public ParameterRange Blur { get; init; } = new(0.4, 2.0);

    /// <summary>Grey level of a nucleus of brightness 1 in an embryo of a few cells, drawn by its logarithm. Measured: 66 to 130.</summary>
    public ParameterRange EarlyExposure { get; init; } = new(24, 220);

    /// <summary>The same in an embryo of 100 cells or more; above 255 the brightest nuclei saturate. Measured: 150 to 260.</summary>
    public ParameterRange LateExposure { get; init; } = new(80, 450);

    /// <summary>Grey level of the dark ground; below zero it is cut off at black, as in EPIC's movies.</summary>
    public ParameterRange BlackLevel { get; init; } = new(-4, 10);

    /// <summary>Noise of the detector in grey levels. Measured: 1 to 2.5 after the movie's compression.</summary>
    public ParameterRange ReadNoise { get; init; } = new(0.3, 7);

    /// <summary>Photon noise: standard deviation in grey levels, per square root of the grey level.</summary>
    public ParameterRange ShotNoise { get; init; } = new(0.1, 1.4);

    /// <summary>How much of a pixel's noise the pixel below it shares, as line scanning and compression make it; below zero means nothing.</summary>
    public ParameterRange NoiseStreaks { get; init; } = new(-0.8, 0.9);

    /// <summary>Share of pixels with a bright speckle; below zero means none.</summary>
    public ParameterRange Speckle { get; init; } = new(-0.02, 0.03);

    /// <summary>Exponent of the grey scale, drawn by its logarithm.</summary>
    public ParameterRange Gamma { get; init; } = new(0.65, 1.5);

    /// <summary>Quality of the lossy compression, in JPEG's terms; above 100 means none.</summary>
    public ParameterRange CompressionQuality { get; init; } = new(35, 150);

    /// <summary>Draws one microscope and specimen.</summary>
    /// <param name="random">Where chance comes from.</param>
    public Microscope Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new Microscope
        {
            Seed = random.Next(),
            RadiusShare = RadiusShare.Draw(random),
            EdgeSoftness = EdgeSoftness.Draw(random),
            Doming = Doming.Draw(random),
            LineageBrightness = [.. LineageBrightness.Select(range => range.Draw(random))],
            NucleusVariation = NucleusVariation.Draw(random),
            RadiusVariation = RadiusVariation.Draw(random),
            CentreBrightness = CentreBrightness.Draw(random),
            NearBrightness = NearBrightness.Draw(random),
            FarBrightness = FarBrightness.Draw(random),
            SeenFromBelow = random.Next(2) == 0,
            Mottling = Mottling.Draw(random),
            MitosisBrightness = MitosisBrightness.Draw(random),
            MitosisDuration = MitosisDuration.Draw(random),
            MitosisChance = MitosisChance.Draw(random),
            NewbornRadius = NewbornRadius.Draw(random),
            GrowthTime = GrowthTime.Draw(random),
            Specks = Math.Max(0, (int)Math.Round(Specks.Draw(random))),
            SpeckBrightness = SpeckBrightness.Draw(random),
            SpeckRadius = SpeckRadius.Draw(random),
            Glow = Glow.Draw(random),
            Haze = Math.Max(0, Haze.Draw(random)),
            ReporterBleed = Math.Max(0, ReporterBleed.Draw(random)),
            Blur = Blur.Draw(random),
            EarlyExposure = EarlyExposure.DrawLogarithmic(random),
            LateExposure = LateExposure.DrawLogarithmic(random),
            BlackLevel = BlackLevel.Draw(random),
            ReadNoise = ReadNoise.Draw(random),
            ShotNoise = ShotNoise.Draw(random),
            NoiseStreaks = Math.Max(0, NoiseStreaks.Draw(random)),
            Speckle = Math.Max(0, Speckle.Draw(random)),
            Gamma = Gamma.DrawLogarithmic(random),
            CompressionQuality = CompressionQuality.Draw(random) is var quality && quality <= 100 ? (int)quality : null,
            PolarBodies = Math.Max(0, (int)Math.Round(PolarBodies.Draw(random))),
            PolarBodyRadius = PolarBodyRadius.Draw(random),
            PolarBodyBrightness = PolarBodyBrightness.Draw(random),
            ProphaseDuration = Math.Max(0, ProphaseDuration.Draw(random)),
            ProphaseMottling = ProphaseMottling.Draw(random),
        };
    }
}
