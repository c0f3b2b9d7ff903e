namespace Elegans.Embryos;

/// <summary>
/// Where an embryo lies in a frame: the ellipse that its nuclei fill once there are many, which is the inside of its shell. Pixels of the
/// frame; the middle of the top left pixel is (0, 0).
/// </summary>
/// <param name="CentreX">Centre, pixels from the left.</param>
/// <param name="CentreY">Centre, pixels from the top.</param>
/// <param name="LongHalfAxis">Half the embryo's length, pixels.</param>
/// <param name="ShortHalfAxis">Half its breadth, pixels.</param>
/// <param name="Angle">Direction of the long axis, radians from x towards y, above -π/2 and at most π/2.</param>
public readonly record struct EmbryoOutline(double CentreX, double CentreY, double LongHalfAxis, double ShortHalfAxis, double Angle)
{
    /// <summary>Lines an area is summed over: finer ones change a share by less than a thousandth.</summary>
    private const int Lines = 256;

    /// <summary>The area, square pixels.</summary>
    public double Area => Math.PI * LongHalfAxis * ShortHalfAxis;

    /// <summary>Half the height of the upright rectangle around the ellipse.</summary>
    internal double HalfHeight => Math.Sqrt(InverseSpread().Xx * Square(LongHalfAxis * ShortHalfAxis));

    /// <summary>Half the width of the upright rectangle around the ellipse.</summary>
    internal double HalfWidth => Math.Sqrt(InverseSpread().Yy * Square(LongHalfAxis * ShortHalfAxis));

    /// <summary>Whether a point lies inside.</summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    public bool Contains(double x, double y) => Eccentricity(x, y) <= 1;

    /// <summary>Intersection over union of two ellipses: 1 where they are the same, 0 where they are apart.</summary>
    /// <param name="other">Another outline in the same frame.</param>
    public double OverlapWith(EmbryoOutline other)
    {
        double shared = AreaWith(other);
        return shared <= 0 ? 0 : Math.Min(1, shared / (Area + other.Area - shared));
    }

    /// <summary>The same ellipse with both axes multiplied.</summary>
    /// <param name="factor">Above 1 for a larger one.</param>
    public EmbryoOutline Grown(double factor) => this with { LongHalfAxis = LongHalfAxis * factor, ShortHalfAxis = ShortHalfAxis * factor };

    /// <summary>The share of its area that lies inside a frame: below 1 the embryo is cut off.</summary>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    public double ShareInside(int width, int height)
    {
        double sum = 0, step = 2 * HalfHeight / Lines;
        for (int i = 0; i < Lines; i++)
        {
            double y = CentreY - HalfHeight + ((i + 0.5) * step);
            if (y < -0.5 || y > height - 0.5 || Chord(y) is not { } chord) continue;
            sum += Math.Max(0, Math.Min(chord.Right, width - 0.5) - Math.Max(chord.Left, -0.5)) * step;
        }

        return Math.Min(1, sum / Area);
    }

    /// <summary>The ellipse x'Sx = 1 of a spread S whose square roots of eigenvalues are the half axes.</summary>
    internal static EmbryoOutline OfSpread(double x, double y, double xx, double xy, double yy)
    {
        double middle = (xx + yy) / 2, apart = Math.Sqrt(Square((xx - yy) / 2) + Square(xy));
        return new EmbryoOutline(
            x, y, Math.Sqrt(Math.Max(middle + apart, 0)), Math.Sqrt(Math.Max(middle - apart, 0)), Upright(0.5 * Math.Atan2(2 * xy, xx - yy)));
    }

    /// <summary>A direction of an axis, brought above -π/2 and at most to π/2.</summary>
    internal static double Upright(double angle)
    {
        double turned = Math.IEEERemainder(angle, Math.PI);
        return turned <= -Math.PI / 2 ? turned + Math.PI : turned;
    }

    /// <summary>How far from the centre a point lies: 0 there, 1 on the ellipse.</summary>
    internal double Eccentricity(double x, double y)
    {
        (double xx, double xy, double yy) = InverseSpread();
        double dx = x - CentreX, dy = y - CentreY;
        return Math.Sqrt((xx * dx * dx) + (2 * xy * dx * dy) + (yy * dy * dy));
    }

    /// <summary>The matrix whose eigenvalues are the squares of the half axes.</summary>
    internal (double Xx, double Xy, double Yy) Spread()
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        double a = Square(LongHalfAxis), b = Square(ShortHalfAxis);
        return ((a * cosine * cosine) + (b * sine * sine), (a - b) * sine * cosine, (a * sine * sine) + (b * cosine * cosine));
    }

    /// <summary>The same embryo in a frame that was scaled from its top left corner.</summary>
    internal EmbryoOutline Scaled(double factor) =>
        new(((CentreX + 0.5) * factor) - 0.5, ((CentreY + 0.5) * factor) - 0.5, LongHalfAxis * factor, ShortHalfAxis * factor, Angle);

    /// <summary>The same ellipse elsewhere.</summary>
    internal EmbryoOutline Shifted(double x, double y) => this with { CentreX = CentreX + x, CentreY = CentreY + y };

    /// <summary>The area that two ellipses share.</summary>
    internal double AreaWith(EmbryoOutline other)
    {
        double top = Math.Max(CentreY - HalfHeight, other.CentreY - other.HalfHeight);
        double bottom = Math.Min(CentreY + HalfHeight, other.CentreY + other.HalfHeight);
        if (!(bottom > top)) return 0;
        double sum = 0, step = (bottom - top) / Lines;
        for (int i = 0; i < Lines; i++)
        {
            double y = top + ((i + 0.5) * step);
            if (Chord(y) is { } mine && other.Chord(y) is { } others) sum += Math.Max(0, Math.Min(mine.Right, others.Right) - Math.Max(mine.Left, others.Left));
        }

        return sum * step;
    }

    private static double Square(double value) => value * value;

    private (double Xx, double Xy, double Yy) InverseSpread()
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        double a = 1 / Square(LongHalfAxis), b = 1 / Square(ShortHalfAxis);
        return ((a * cosine * cosine) + (b * sine * sine), (a - b) * sine * cosine, (a * sine * sine) + (b * cosine * cosine));
    }

    /// <summary>Where a line across the frame enters and leaves the ellipse.</summary>
    private (double Left, double Right)? Chord(double y)
    {
        (double xx, double xy, double yy) = InverseSpread();
        double dy = y - CentreY, middle = -xy * dy / xx, inside = Square(middle) - (((yy * dy * dy) - 1) / xx);
        if (inside <= 0) return null;
        double half = Math.Sqrt(inside);
        return (CentreX + middle - half, CentreX + middle + half);
    }
}
