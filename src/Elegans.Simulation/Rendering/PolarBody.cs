namespace Elegans.Simulation.Rendering;

/// <summary>
/// A polar body: what meiosis left over, two or three to an embryo. Small and bright, it lies under the shell, often over the embryo in the projection, moves
/// a little, and fades as the embryo grows older. It is no cell of the embryo and is not counted.
/// </summary>
/// <param name="X">Pixels of the track.</param>
/// <param name="Y">Pixels of the track.</param>
/// <param name="Radius">Half its greater width, pixels of the track.</param>
/// <param name="Flatness">Its lesser width as a share of the greater.</param>
/// <param name="Angle">Direction of the greater width, radians from the x axis.</param>
/// <param name="Brightness">Relative to the brightest nuclei.</param>
internal readonly record struct PolarBody(double X, double Y, double Radius, float Flatness, float Angle, float Brightness)
{
    /// <summary>Cells between which it starts to fade, by its own chance, and over how many doublings it does.</summary>
    private const double LeastCells = 12, MostCells = 140, Doublings = 0.7;

    /// <summary>How far it moves about the embryo's middle in a time point, radians.</summary>
    private const double Drift = 0.004;

    /// <summary>Draws the polar bodies of a specimen at one time point: the same ones at every time point, moved and faded.</summary>
    /// <param name="envelope">The embryo.</param>
    /// <param name="microscope">How many there are, how large and how bright.</param>
    /// <param name="time">The time point.</param>
    /// <param name="cells">How many cells the embryo has.</param>
    /// <param name="chance">Of the specimen, from its start.</param>
    internal static IEnumerable<PolarBody> Of(EmbryoEnvelope envelope, Microscope microscope, int time, int cells, Random chance)
    {
        (double sine, double cosine) = Math.SinCos(envelope.LongAxisAngle);
        for (int i = 0; i < microscope.PolarBodies; i++)
        {
            // Evenly over the surface of an ellipsoid, pressed against the shell from inside.
            double height = (2 * chance.NextDouble()) - 1, direction = chance.NextDouble() * 2 * Math.PI, turn = Drift * NormalNoise.Draw(chance);
            double distance = Math.Sqrt(1 - (height * height)) * (0.86 + (0.12 * chance.NextDouble()));
            double goes = LeastCells * Math.Pow(MostCells / LeastCells, chance.NextDouble());
            double radius = microscope.PolarBodyRadius * envelope.ShortHalfAxis * (0.75 + (0.5 * chance.NextDouble()));
            float flatness = 0.55f + (0.45f * chance.NextSingle()), angle = chance.NextSingle() * MathF.PI;
            float brightness = microscope.PolarBodyBrightness * (0.6f + (0.8f * chance.NextSingle()));
            double left = 1 - (Math.Log2(Math.Max(cells, 1) / goes) / Doublings);
            if (left <= 0) continue;
            double along = distance * envelope.LongHalfAxis * Math.Cos(direction + (turn * time));
            double across = distance * envelope.ShortHalfAxis * Math.Sin(direction + (turn * time));
            yield return new PolarBody(
                envelope.CentreX + (cosine * along) - (sine * across), envelope.CentreY + (sine * along) + (cosine * across), radius, flatness, angle,
                brightness * (float)Math.Min(1, left));
        }
    }
}
