using Elegans.Annotation;

namespace Elegans.Simulation.Rendering;

/// <summary>The ellipse that an embryo's nuclei fill in the image plane, and the depth they span: from the nuclei's own spread.</summary>
internal sealed class EmbryoEnvelope
{
    private readonly double inverseXx, inverseXy, inverseYy;

    /// <summary>Measures the envelope over the later half of a track, when nuclei fill the shell.</summary>
    internal EmbryoEnvelope(NucleiTrack track)
    {
        var later = track.TimePoints.Skip(track.TimePoints.Count / 2).SelectMany(track.NucleiAt).Where(n => n.Lineage is not null).ToList();
        if (later.Count == 0) later = [.. track.TimePoints.SelectMany(track.NucleiAt)];
        CentreX = later.Average(n => n.X);
        CentreY = later.Average(n => n.Y);
        float radius = later.Average(n => n.Diameter) / 2;
        double xx = Spread(later, n => n.X - CentreX, n => n.X - CentreX) + 1;
        double yy = Spread(later, n => n.Y - CentreY, n => n.Y - CentreY) + 1;
        double xy = Spread(later, n => n.X - CentreX, n => n.Y - CentreY);
        double determinant = (xx * yy) - (xy * xy);
        (inverseXx, inverseXy, inverseYy) = (yy / determinant, -xy / determinant, xx / determinant);
        double middle = (xx + yy) / 2, apart = Math.Sqrt(Math.Pow((xx - yy) / 2, 2) + (xy * xy));
        // Points that fill an ellipse evenly have a standard deviation of half the axis, and nuclei reach a radius beyond their centres.
        LongHalfAxis = (2 * Math.Sqrt(middle + apart)) + radius;
        ShortHalfAxis = (2 * Math.Sqrt(Math.Max(middle - apart, 1))) + radius;
        LongAxisAngle = 0.5 * Math.Atan2(2 * xy, xx - yy);
        float[] depths = [.. later.Select(n => n.Z).Order()];
        Nearest = depths[(int)(depths.Length * 0.02)];
        Farthest = Math.Max(depths[(int)((depths.Length - 1) * 0.98)], Nearest + 1);
    }

    internal double CentreX { get; }

    internal double CentreY { get; }

    /// <summary>Half the embryo's length in pixels of the track.</summary>
    internal double LongHalfAxis { get; }

    /// <summary>Half the embryo's breadth in pixels of the track.</summary>
    internal double ShortHalfAxis { get; }

    /// <summary>Direction of the long axis in radians from the x axis.</summary>
    internal double LongAxisAngle { get; }

    private float Nearest { get; }

    private float Farthest { get; }

    /// <summary>How far from the middle of the embryo a point lies in the image plane: 0 in the middle, 1 at the rim.</summary>
    internal double Eccentricity(double x, double y)
    {
        double dx = x - CentreX, dy = y - CentreY;
        return Math.Sqrt((inverseXx * dx * dx) + (2 * inverseXy * dx * dy) + (inverseYy * dy * dy)) / 2;
    }

    /// <summary>Depth within the embryo: 0 at the first slices, 1 at the last.</summary>
    internal float Depth(float z) => Math.Clamp((z - Nearest) / (Farthest - Nearest), 0, 1);

    private static double Spread(List<Nucleus> nuclei, Func<Nucleus, double> first, Func<Nucleus, double> second) =>
        nuclei.Average(n => first(n) * second(n));
}
