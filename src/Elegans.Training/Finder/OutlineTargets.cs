using Elegans.Embryos;

namespace Elegans.Training.Finder;

/// <summary>What the finder's network should say of every place of a field.</summary>
/// <remarks>
/// How near a centre is (1 on it, falling off to nothing at the outline), the way to it, half axes and angle as <see cref="OutlineMaps"/> has them; then
/// the weight of the place in the loss of those, and what makes ways relative to the embryo's length.
/// </remarks>
internal static class OutlineTargets
{
    /// <summary>Targets: those of the network without the fit, the weight, and one over the long half axis.</summary>
    internal const int Maps = 9, Weight = 7, PerLength = 8;

    /// <summary>Numbers of all targets of one field.</summary>
    internal const int Length = Maps * OutlineMaps.Side * OutlineMaps.Side;

    private const double CentreSpread = 0.2, WeightSpread = 0.3, Reach = 0.6;

    /// <summary>Fills in the targets of one field.</summary>
    internal static void Fill(EmbryoOutline[] outlines, Span<float> into)
    {
        const int side = OutlineMaps.Side, plane = side * side;
        into.Clear();
        double[] nearest = new double[plane];
        Array.Fill(nearest, double.MaxValue);
        int[] owner = new int[plane];
        for (int n = 0; n < outlines.Length; n++)
        {
            EmbryoOutline outline = outlines[n];
            (int left, int right) = (Place(outline.CentreX - outline.HalfWidth), Place(outline.CentreX + outline.HalfWidth));
            (int top, int bottom) = (Place(outline.CentreY - outline.HalfHeight), Place(outline.CentreY + outline.HalfHeight));
            for (int y = top; y <= bottom; y++)
            {
                for (int x = left; x <= right; x++)
                {
                    double far = outline.Eccentricity(OutlineMaps.PixelOf(x), OutlineMaps.PixelOf(y));
                    if (far >= nearest[(y * side) + x]) continue;
                    nearest[(y * side) + x] = far;
                    owner[(y * side) + x] = n;
                    into[(y * side) + x] = (float)Math.Exp(-far * far / (2 * CentreSpread * CentreSpread));
                }
            }

            int centre = (Place(outline.CentreY) * side) + Place(outline.CentreX);
            (nearest[centre], owner[centre], into[centre]) = (0, n, 1);
        }

        for (int n = 0; n < outlines.Length; n++)
        {
            EmbryoOutline outline = outlines[n];
            double sum = 0;
            for (int i = 0; i < plane; i++)
                if (owner[i] == n && nearest[i] < Reach) sum += Math.Exp(-nearest[i] * nearest[i] / (2 * WeightSpread * WeightSpread));
            for (int i = 0; i < plane; i++)
            {
                if (owner[i] != n || nearest[i] >= Reach) continue;
                into[(OutlineMaps.ToX * plane) + i] = (float)((outline.CentreX - OutlineMaps.PixelOf(i % side)) / OutlineMaps.WayUnit);
                into[(OutlineMaps.ToY * plane) + i] = (float)((outline.CentreY - OutlineMaps.PixelOf(i / side)) / OutlineMaps.WayUnit);
                into[(OutlineMaps.LongAxis * plane) + i] = (float)Math.Log(outline.LongHalfAxis / OutlineMaps.UsualLong);
                into[(OutlineMaps.ShortAxis * plane) + i] = (float)Math.Log(outline.ShortHalfAxis / OutlineMaps.UsualShort);
                into[(OutlineMaps.Cosine * plane) + i] = (float)Math.Cos(2 * outline.Angle);
                into[(OutlineMaps.Sine * plane) + i] = (float)Math.Sin(2 * outline.Angle);
                into[(Weight * plane) + i] = (float)(Math.Exp(-nearest[i] * nearest[i] / (2 * WeightSpread * WeightSpread)) / sum);
                into[(PerLength * plane) + i] = (float)(OutlineMaps.WayUnit / outline.LongHalfAxis);
            }
        }
    }

    private static int Place(double pixel) =>
        Math.Clamp((int)Math.Round((pixel - OutlineMaps.PixelOf(0)) / OutlineMaps.Stride), 0, OutlineMaps.Side - 1);
}
