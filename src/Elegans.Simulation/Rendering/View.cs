namespace Elegans.Simulation.Rendering;

/// <summary>How the track's coordinates become pixels of a rendered frame: turned, mirrored, scaled, stretched and shifted.</summary>
/// <param name="Width">Width of the frame in pixels.</param>
/// <param name="Height">Height of the frame in pixels.</param>
/// <param name="Scale">Pixels of the frame for each pixel of the track.</param>
/// <param name="Angle">Turn in radians, from the x axis towards the y axis.</param>
/// <param name="Mirrored">Whether left and right are exchanged before turning.</param>
/// <param name="Stretch">Factor along x before turning; along y its inverse. 1 keeps the embryo's shape.</param>
/// <param name="FromX">The point of the track that lands at the target point: x.</param>
/// <param name="FromY">The point of the track that lands at the target point: y.</param>
/// <param name="ToX">The target point in the frame: x.</param>
/// <param name="ToY">The target point in the frame: y.</param>
public sealed record View(
    int Width, int Height, double Scale, double Angle, bool Mirrored, double Stretch, double FromX, double FromY, double ToX, double ToY)
{
    /// <summary>The view of the movie that was traced: pixel for pixel, unturned.</summary>
    /// <param name="width">Width of the movie in pixels.</param>
    /// <param name="height">Height of the movie in pixels.</param>
    public static View OfTrack(int width, int height) => new(width, height, 1, 0, Mirrored: false, 1, 0, 0, 0, 0);

    /// <summary>Where a point of the track lands in the frame.</summary>
    /// <param name="x">Pixels of the track.</param>
    /// <param name="y">Pixels of the track.</param>
    public (double X, double Y) Project(double x, double y)
    {
        double dx = (x - FromX) * Scale * Stretch * (Mirrored ? -1 : 1), dy = (y - FromY) * Scale / Stretch;
        (double sine, double cosine) = Math.SinCos(Angle);
        return (ToX + (cosine * dx) - (sine * dy), ToY + (sine * dx) + (cosine * dy));
    }
}
