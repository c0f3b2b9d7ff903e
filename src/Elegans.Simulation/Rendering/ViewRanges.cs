namespace Elegans.Simulation.Rendering;

/// <summary>How freely an embryo is placed in a rendered frame, with the range of every property.</summary>
public sealed record ViewRanges
{
    /// <summary>Pixels of the frame's longer side.</summary>
    public ParameterRange LongSide { get; init; } = new(200, 340);

    /// <summary>Ratio of the frame's sides, longer to shorter. EPIC's movies: 1.47.</summary>
    public ParameterRange AspectRatio { get; init; } = new(1.2, 1.6);

    /// <summary>The chance that the frame is nearly square or upright instead.</summary>
    public double OddShapeChance { get; init; } = 0.1;

    /// <summary>The part of the frame that the embryo spans along the side it fills most. Measured: 0.83 to 0.86.</summary>
    public ParameterRange Filling { get; init; } = new(0.66, 1.0);

    /// <summary>Turn of the embryo's long axis from the frame's long side, in degrees. Measured: up to 20.</summary>
    public ParameterRange Tilt { get; init; } = new(-30, 30);

    /// <summary>The chance that the embryo lies at any angle instead.</summary>
    public double AnyAngleChance { get; init; } = 0.25;

    /// <summary>Distance of the embryo's middle from the frame's, as a share of each side.</summary>
    public ParameterRange OffCentre { get; init; } = new(-0.06, 0.06);

    /// <summary>Factor that lengthens the embryo and narrows it: coverslips press differently.</summary>
    public ParameterRange Stretch { get; init; } = new(0.94, 1.06);

    /// <summary>Draws a view of an embryo.</summary>
    internal View Draw(EmbryoEnvelope envelope, Random random)
    {
        double longSide = LongSide.Draw(random), aspect = AspectRatio.Draw(random);
        if (random.NextDouble() < OddShapeChance) aspect = new ParameterRange(0.7, 1.2).Draw(random);
        int width = (int)(aspect >= 1 ? longSide : longSide * aspect), height = (int)(aspect >= 1 ? longSide / aspect : longSide);
        double tilt = random.NextDouble() < AnyAngleChance ? random.NextDouble() * 2 * Math.PI : double.DegreesToRadians(Tilt.Draw(random));
        if (random.Next(2) == 0) tilt += Math.PI;
        if (height > width) tilt += Math.PI / 2;
        bool mirrored = random.Next(2) == 0;
        double stretch = Stretch.Draw(random);
        double angle = tilt - (mirrored ? Math.PI - envelope.LongAxisAngle : envelope.LongAxisAngle);
        (double sine, double cosine) = Math.SinCos(tilt);
        double spanX = 2 * Math.Sqrt(Math.Pow(envelope.LongHalfAxis * cosine, 2) + Math.Pow(envelope.ShortHalfAxis * sine, 2));
        double spanY = 2 * Math.Sqrt(Math.Pow(envelope.LongHalfAxis * sine, 2) + Math.Pow(envelope.ShortHalfAxis * cosine, 2));
        double scale = Filling.Draw(random) * Math.Min(width / spanX, height / spanY);
        return new View(
            width, height, scale, angle, mirrored, stretch, envelope.CentreX, envelope.CentreY,
            width * (0.5 + OffCentre.Draw(random)), height * (0.5 + OffCentre.Draw(random)));
    }
}
