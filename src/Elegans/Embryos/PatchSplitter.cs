using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// Cuts a patch of light into several: embryos that touch, or whose glow flows together. Every pixel goes to the ellipse it lies deepest in,
/// and the ellipses follow their pixels, from several beginnings.
/// </summary>
internal sealed class PatchSplitter(ReducedFrame frame, Mat labels)
{
    private const int Rounds = 12, Beginnings = 3, MaxPoints = 1500;
    private static readonly float[] Nothing = [0];
    private readonly Dictionary<(LightPatch Patch, int Parts), List<LightPatch>> known = [];
    private readonly List<(int X, int Y)> points = [];

    /// <summary>Forgets the frame before.</summary>
    internal void Clear() => known.Clear();

    /// <summary>Cuts a patch, which is not taken together from others, into so many.</summary>
    internal List<LightPatch> Split(LightPatch patch, int parts)
    {
        if (known.TryGetValue((patch, parts), out List<LightPatch>? split)) return split;
        Collect(patch);
        int thin = Math.Max(1, points.Count / MaxPoints);
        EmbryoOutline[]? best = null;
        double least = double.MaxValue;
        EmbryoOutline whole = patch.Ellipse;
        for (int beginning = 0; beginning < Beginnings; beginning++)
        {
            var ellipses = new EmbryoOutline[parts];
            for (int i = 0; i < parts; i++)
            {
                // Along the long axis, across it, and around the middle.
                double place = ((2 * i) + 1.0 - parts) / parts, turn = whole.Angle + (2 * Math.PI * i / parts);
                (double along, double across) = beginning switch { 0 => (place, 0), 1 => (0, place), _ => (0.6 * Math.Cos(turn), 0.6 * Math.Sin(turn)) };
                (double sine, double cosine) = Math.SinCos(whole.Angle);
                double dx = along * whole.LongHalfAxis, dy = across * whole.ShortHalfAxis, half = Math.Sqrt(whole.Area / Math.PI / parts);
                ellipses[i] = new EmbryoOutline(whole.CentreX + (cosine * dx) - (sine * dy), whole.CentreY + (sine * dx) + (cosine * dy), half, half, 0);
            }

            double cost = Settle(ellipses, thin);
            if (cost >= least) continue;
            (least, best) = (cost, ellipses);
        }

        return known[(patch, parts)] = Assign(best!, patch);
    }

    private static int Nearest(EmbryoOutline[] ellipses, double x, double y, out double cost)
    {
        int nearest = 0;
        cost = double.MaxValue;
        for (int i = 0; i < ellipses.Length; i++)
        {
            double far = ellipses[i].Eccentricity(x, y), one = (2 * far * far) + Math.Log(ellipses[i].Area);
            if (one >= cost) continue;
            (cost, nearest) = (one, i);
        }

        return nearest;
    }

    private double Settle(EmbryoOutline[] ellipses, int thin)
    {
        double total = 0;
        for (int round = 0; round < Rounds; round++)
        {
            total = 0;
            var sums = new LightPatch[ellipses.Length];
            for (int i = 0; i < sums.Length; i++) sums[i] = new LightPatch();
            for (int p = 0; p < points.Count; p += thin)
            {
                (int x, int y) = points[p];
                sums[Nearest(ellipses, x, y, out double cost)].AddRun(x, y, Nothing, 0, 0);
                total += cost;
            }

            if (sums.Any(sum => sum.Area < 3)) return double.MaxValue;
            for (int i = 0; i < sums.Length; i++) ellipses[i] = sums[i].Ellipse;
        }

        return total;
    }

    private void Collect(LightPatch patch)
    {
        points.Clear();
        ReadOnlySpan<int> numbers = MatSpans.Of<int>(labels);
        int width = labels.Width;
        for (int i = 0; i < numbers.Length; i++)
            if (numbers[i] == patch.Label) points.Add((i % width, i / width));
    }

    private List<LightPatch> Assign(EmbryoOutline[] ellipses, LightPatch patch)
    {
        var parts = new LightPatch[ellipses.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = new LightPatch { Label = patch.Label, IsCut = true };
        ReadOnlySpan<float> light = MatSpans.Of<float>(frame.Light);
        int width = frame.Width, height = frame.Height;
        foreach ((int x, int y) in points)
        {
            int edge = x == 0 || y == 0 || x == width - 1 || y == height - 1 ? 1 : 0;
            parts[Nearest(ellipses, x, y, out _)].AddRun(x, y, light.Slice((y * width) + x, 1), 1, edge);
        }

        foreach (LightPatch part in parts) part.Depth = Math.Min(patch.Depth, part.Area > 0 ? part.Ellipse.ShortHalfAxis : 0);
        return [.. parts.Where(part => part.Area > 0)];
    }
}
