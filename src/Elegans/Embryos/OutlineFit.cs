namespace Elegans.Embryos;

/// <summary>
/// Fits an embryo's outline to the outermost points of its light where a part of the embryo lies outside the frame: those at the frame's
/// border say nothing, and an embryo's aspect and length, as known as they are, make up for them. Least squares (Levenberg and Marquardt).
/// </summary>
internal static class OutlineFit
{
    private const int Unknowns = 5, Rounds = 25;

    /// <summary>Spread of an embryo's aspect between tracks, and of the length that a frame's nuclei and other embryos tell.</summary>
    private const double AspectSpread = 0.05, LengthSpread = 0.2;

    /// <summary>By how evenly light fills its moments: where its outermost points lie, as a share of the way to the outline, and their spread.</summary>
    private static readonly double[] Fills = [0.15, 0.22, 0.29, 0.39, 0.5, 0.6, 0.75, 0.9], Reaches = [0.6, 0.7, 0.78, 0.82, 0.86, 0.89, 0.93, 0.96],
        Spreads = [0.2, 0.16, 0.13, 0.11, 0.09, 0.08, 0.06, 0.04];

    /// <summary>Fits the outline of a group of lights.</summary>
    /// <param name="light">The group.</param>
    /// <param name="length">How long embryos of this frame are; null where only this one tells.</param>
    /// <param name="width">Width of the reduced frame.</param>
    /// <param name="height">Its height.</param>
    internal static EmbryoOutline Fit(LightPatch light, double? length, int width, int height)
    {
        (float X, float Y)[] points =
            [.. light.Outermost.Where(point => point.X > 1 && point.Y > 1 && point.X < width - 2 && point.Y < height - 2).Distinct()];
        double fill = light.Fill, reach = At(Reaches, fill), spread = At(Spreads, fill);
        EmbryoOutline best = default;
        double least = double.MaxValue, usual = length ?? Math.Max(light.Length, light.Breadth / EmbryoShape.Aspect);
        for (int turn = 0; turn < 4; turn++)
        {
            double angle = light.Ellipse.Angle + (turn * Math.PI / 4);
            double[] at = [light.X, light.Y, Math.Log(usual / 2), EmbryoShape.Aspect, angle];
            double cost = Settle(at, points, reach, spread, length);
            if (cost >= least) continue;
            least = cost;
            best = Outline(at);
        }

        return best;
    }

    private static double At(double[] values, double fill)
    {
        int i = 1;
        while (i < Fills.Length - 1 && Fills[i] < fill) i++;
        double share = Math.Clamp((fill - Fills[i - 1]) / (Fills[i] - Fills[i - 1]), 0, 1);
        return values[i - 1] + (share * (values[i] - values[i - 1]));
    }

    private static EmbryoOutline Outline(double[] at) =>
        new(at[0], at[1], Math.Exp(at[2]), Math.Exp(at[2]) * Math.Clamp(at[3], 0.2, 1.2), EmbryoOutline.Upright(at[4]));

    private static void Residuals(double[] at, (float X, float Y)[] points, double reach, double spread, double? length, double[] residuals)
    {
        EmbryoOutline outline = Outline(at);
        for (int i = 0; i < points.Length; i++) residuals[i] = (outline.Eccentricity(points[i].X, points[i].Y) - reach) / spread;
        residuals[points.Length] = (at[3] - EmbryoShape.Aspect) / AspectSpread;
        residuals[points.Length + 1] = length is { } usual ? (at[2] - Math.Log(usual / 2)) / LengthSpread : 0;
    }

    private static double Settle(double[] at, (float X, float Y)[] points, double reach, double spread, double? length)
    {
        int count = points.Length + 2;
        double[] residuals = new double[count], moved = new double[count];
        double[][] slopes = [.. Enumerable.Range(0, Unknowns).Select(_ => new double[count])];
        double damping = 0.01;
        Residuals(at, points, reach, spread, length, residuals);
        double cost = residuals.Sum(r => r * r);
        for (int round = 0; round < Rounds; round++)
        {
            for (int k = 0; k < Unknowns; k++)
            {
                double step = k < 2 ? 0.05 : 0.001, kept = at[k];
                at[k] += step;
                Residuals(at, points, reach, spread, length, moved);
                at[k] = kept;
                for (int i = 0; i < count; i++) slopes[k][i] = (moved[i] - residuals[i]) / step;
            }

            double[] tried = Step(at, slopes, residuals, damping);
            Residuals(tried, points, reach, spread, length, moved);
            double next = moved.Sum(r => r * r);
            if (next < cost)
            {
                bool done = cost - next < 1e-4 * cost;
                (cost, damping) = (next, damping / 4);
                tried.CopyTo(at, 0);
                moved.CopyTo(residuals, 0);
                if (done) break;
            }
            else if ((damping *= 5) > 1e6)
            {
                break;
            }
        }

        return cost;
    }

    /// <summary>Solves the normal equations by elimination.</summary>
    private static double[] Step(double[] at, double[][] slopes, double[] residuals, double damping)
    {
        double[,] normal = new double[Unknowns, Unknowns + 1];
        for (int j = 0; j < Unknowns; j++)
        {
            for (int k = 0; k < Unknowns; k++)
                for (int i = 0; i < residuals.Length; i++) normal[j, k] += slopes[j][i] * slopes[k][i];
            for (int i = 0; i < residuals.Length; i++) normal[j, Unknowns] -= slopes[j][i] * residuals[i];
            normal[j, j] = (normal[j, j] * (1 + damping)) + 1e-9;
        }

        for (int j = 0; j < Unknowns; j++)
        {
            for (int row = 0; row < Unknowns; row++)
            {
                if (row == j) continue;
                double share = normal[row, j] / normal[j, j];
                for (int k = j; k <= Unknowns; k++) normal[row, k] -= share * normal[j, k];
            }
        }

        return [.. at.Select((value, j) => value + (normal[j, Unknowns] / normal[j, j]))];
    }
}
