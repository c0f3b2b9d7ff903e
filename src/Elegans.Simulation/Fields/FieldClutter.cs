using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Simulation.Fields;

/// <summary>What lies about between embryos and shines: debris, bacteria, dead embryos. It moves with the stage.</summary>
internal sealed class FieldClutter
{
    private readonly List<Blob> blobs = [];
    private readonly List<(double X, double Y, double Radius, float Brightness)> rings = [];

    private FieldClutter()
    {
    }

    internal static FieldClutter Draw(FieldRanges ranges, IReadOnlyList<FieldEmbryo> embryos, int width, int height, Random random)
    {
        var clutter = new FieldClutter();
        double half = embryos.Count > 0 ? embryos[0].Outline.LongHalfAxis : width / 4.0;
        for (int n = (int)Math.Round(ranges.Debris.Draw(random)); n > 0; n--)
        {
            (double x, double y) = Anywhere();
            float size = (float)(half * (0.02 + (0.07 * random.NextDouble()))), brightness = 0.2f + (0.9f * random.NextSingle());
            if (ranges.ShapesForTests) clutter.rings.Add((x, y, size * 1.5, brightness));
            else for (int part = random.Next(1, 4); part > 0; part--)
                clutter.blobs.Add(new Blob(
                    (float)(x + (size * random.NextDouble())), (float)(y + (size * random.NextDouble())), size, size * (0.3f + (0.7f * random.NextSingle())),
                    random.NextSingle() * MathF.PI, brightness));
        }

        for (int n = (int)Math.Round(ranges.Bacteria.Draw(random)); n > 0; n--)
        {
            (double x, double y) = Anywhere();
            // E. coli: 2 by 0.7 µm, beside an embryo of 50.
            clutter.blobs.Add(new Blob(
                (float)x, (float)y, (float)(half * 0.04), (float)(half * 0.014), random.NextSingle() * MathF.PI, 0.1f + (0.4f * random.NextSingle())));
        }

        for (int n = (int)Math.Round(ranges.DeadEmbryos.Draw(random)); n > 0; n--) clutter.AddDead(half, Anywhere(), random);
        return clutter;

        (double X, double Y) Anywhere()
        {
            for (int attempt = 0; ; attempt++)
            {
                (double x, double y) = (random.NextDouble() * width, random.NextDouble() * height);
                if (attempt > 30 || !embryos.Any(embryo => embryo.Outline.Grown(1.15).Contains(x, y))) return (x, y);
            }
        }
    }

    /// <summary>Paints everything, shifted as the stage stands.</summary>
    internal void Paint(Mat projection, ProjectionCanvas canvas, double shiftX, double shiftY)
    {
        foreach (Blob blob in blobs) canvas.Add(blob with { X = blob.X + (float)shiftX, Y = blob.Y + (float)shiftY });
        foreach ((double x, double y, double radius, float brightness) in rings)
            Cv2.Circle(
                projection, new Point(x + shiftX, y + shiftY), Math.Max(1, (int)radius), Scalar.All(brightness), Math.Max(1, (int)(radius / 3)),
                LineTypes.AntiAlias);
    }

    /// <summary>Pyknotic nuclei: few, small and bright, in a dim body.</summary>
    private void AddDead(double half, (double X, double Y) at, Random random)
    {
        float angle = random.NextSingle() * MathF.PI, body = 0.02f + (0.08f * random.NextSingle());
        blobs.Add(new Blob((float)at.X, (float)at.Y, (float)(half * 0.85), (float)(half * 0.55), angle, body));
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            double direction = random.NextDouble() * 2 * Math.PI, distance = half * 0.4 * random.NextDouble();
            float size = (float)(half * (0.03 + (0.04 * random.NextDouble())));
            blobs.Add(new Blob(
                (float)(at.X + (distance * Math.Cos(direction))), (float)(at.Y + (distance * Math.Sin(direction))), size, size * 0.8f, angle,
                0.5f + random.NextSingle()));
        }
    }
}
