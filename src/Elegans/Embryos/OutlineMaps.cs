namespace Elegans.Embryos;

/// <summary>
/// What the finder's network says of every place of a frame, four pixels of its input apart: whether an embryo's centre is there, and the ellipse of
/// the embryo that the place belongs to (as CenterNet does for boxes: Zhou et al. 2019, https://arxiv.org/abs/1904.07850).
/// </summary>
internal static class OutlineMaps
{
    /// <summary>Pixels of the input for one place, places along a side, and maps.</summary>
    internal const int Stride = 4, Side = FinderInput.Side / Stride, Maps = 8;

    /// <summary>Numbers of all maps.</summary>
    internal const int Length = Maps * Side * Side;

    /// <summary>
    /// The maps: log-odds of a centre; the way to it; the logarithms of the half axes; the cosine and the sine of twice the angle; log-odds of the fit.
    /// </summary>
    internal const int Centre = 0, ToX = 1, ToY = 2, LongAxis = 3, ShortAxis = 4, Cosine = 5, Sine = 6, Fit = 7;

    /// <summary>Pixels of the input that 1 in the maps of the way stands for; and the half axes that 0 stands for.</summary>
    internal const double WayUnit = 16, UsualLong = 40, UsualShort = 25;

    /// <summary>Below it a place is not looked at.</summary>
    private const double MinCentre = 0.05;

    /// <summary>How far around a centre ellipses are averaged, as a share of the embryo's short half axis.</summary>
    private const double Neighbourhood = 0.25;

    /// <summary>The fit that nuclei which fill the shell reach: it takes nothing from the confidence.</summary>
    private const double GoodFit = 0.75;

    /// <summary>Two outlines of one embryo share so much of the smaller.</summary>
    private const double SameEmbryo = 0.6;

    /// <summary>The embryos that maps show, pixels of the input, the surest first.</summary>
    internal static List<SeenEmbryo> Read(ReadOnlySpan<float> maps)
    {
        const int plane = Side * Side;
        var found = new List<SeenEmbryo>();
        float least = (float)Math.Log(MinCentre / (1 - MinCentre));
        for (int i = 0; i < plane; i++)
        {
            float level = maps[i];
            if (level < least || !IsPeak(maps[..plane], i)) continue;
            found.Add(new SeenEmbryo(Around(maps, i), Share(level) * Math.Min(1, Share(maps[(Fit * plane) + i]) / GoodFit)));
        }

        var kept = new List<SeenEmbryo>();
        foreach (SeenEmbryo seen in found.OrderByDescending(each => each.Confidence))
            if (!kept.Any(other => other.Outline.AreaWith(seen.Outline) > SameEmbryo * Math.Min(seen.Outline.Area, other.Outline.Area))) kept.Add(seen);
        return kept;
    }

    /// <summary>The middle of a place, pixels of the input from its left or its top.</summary>
    internal static double PixelOf(int place) => (place * Stride) + ((Stride - 1) / 2.0);

    /// <summary>The mean of the ellipses that the places around a centre say, each as sure as it is of being near one.</summary>
    private static EmbryoOutline Around(ReadOnlySpan<float> maps, int at)
    {
        const int plane = Side * Side;
        double half = UsualShort * Math.Exp(Math.Clamp(maps[(ShortAxis * plane) + at], -4, 3));
        int reach = (int)Math.Round(Neighbourhood * half / Stride), left = at % Side, top = at / Side;
        double sum = 0, x = 0, y = 0, longAxis = 0, shortAxis = 0, cosine = 0, sine = 0;
        for (int row = Math.Max(0, top - reach); row <= Math.Min(Side - 1, top + reach); row++)
        {
            for (int column = Math.Max(0, left - reach); column <= Math.Min(Side - 1, left + reach); column++)
            {
                int i = (row * Side) + column;
                double weight = Share(maps[i]);
                sum += weight;
                x += weight * (PixelOf(column) + (maps[(ToX * plane) + i] * WayUnit));
                y += weight * (PixelOf(row) + (maps[(ToY * plane) + i] * WayUnit));
                longAxis += weight * Math.Clamp(maps[(LongAxis * plane) + i], -4, 3);
                shortAxis += weight * Math.Clamp(maps[(ShortAxis * plane) + i], -4, 3);
                cosine += weight * maps[(Cosine * plane) + i];
                sine += weight * maps[(Sine * plane) + i];
            }
        }

        double one = UsualLong * Math.Exp(longAxis / sum), other = UsualShort * Math.Exp(shortAxis / sum);
        return new EmbryoOutline(
            x / sum, y / sum, Math.Max(one, other), Math.Min(one, other), EmbryoOutline.Upright(0.5 * Math.Atan2(sine, cosine)));
    }

    private static double Share(float logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static bool IsPeak(ReadOnlySpan<float> centres, int at)
    {
        int x = at % Side, y = at / Side;
        for (int dy = -1; dy <= 1; dy++)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                if ((dx == 0 && dy == 0) || x + dx < 0 || x + dx >= Side || y + dy < 0 || y + dy >= Side) continue;
                float other = centres[((y + dy) * Side) + x + dx];
                if (other > centres[at] || (other == centres[at] && (dy < 0 || (dy == 0 && dx < 0)))) return false;
            }
        }

        return true;
    }
}
