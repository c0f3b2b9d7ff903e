namespace Elegans.Embryos;

/// <summary>A connected patch of light in the reduced frame, or several taken together: sums over its pixels.</summary>
internal sealed class LightPatch
{
    private double sumX, sumY, sumXx, sumXy, sumYy;

    /// <summary>Pixels.</summary>
    internal double Area { get; private set; }

    /// <summary>Bright spots told apart: nuclei, as far as they do not merge.</summary>
    internal int Spots { get; set; }

    /// <summary>Sum of light above the ground.</summary>
    internal double Light { get; private set; }

    /// <summary>Pixels that lie at the frame's border.</summary>
    internal int AtBorder { get; private set; }

    /// <summary>Numbers of the patches taken together.</summary>
    internal List<int> Labels { get; } = [];

    internal double X => sumX / Area;

    internal double Y => sumY / Area;

    /// <summary>Diameter of one spot, if they do not overlap.</summary>
    internal double SpotDiameter => Math.Sqrt(4 * Area / (Math.PI * Math.Max(1, Spots)));

    /// <summary>The ellipse that has the patch's second moments: for an evenly filled ellipse, itself.</summary>
    internal EmbryoOutline Ellipse
    {
        get
        {
            double x = X, y = Y;
            return EmbryoOutline.OfSpread(
                x, y, 4 * (Math.Max(0, (sumXx / Area) - (x * x)) + (1 / 12.0)), 4 * ((sumXy / Area) - (x * y)),
                4 * (Math.Max(0, (sumYy / Area) - (y * y)) + (1 / 12.0)));
        }
    }

    internal void Add(int x, int y, float light, bool atBorder)
    {
        Area++;
        Light += light;
        sumX += x;
        sumY += y;
        sumXx += (double)x * x;
        sumXy += (double)x * y;
        sumYy += (double)y * y;
        if (atBorder) AtBorder++;
    }

    /// <summary>This patch and another taken together.</summary>
    internal LightPatch With(LightPatch other)
    {
        var both = new LightPatch
        {
            sumX = sumX + other.sumX, sumY = sumY + other.sumY, sumXx = sumXx + other.sumXx, sumXy = sumXy + other.sumXy, sumYy = sumYy + other.sumYy,
            Area = Area + other.Area, Spots = Spots + other.Spots, Light = Light + other.Light, AtBorder = AtBorder + other.AtBorder,
        };
        both.Labels.AddRange(Labels);
        both.Labels.AddRange(other.Labels);
        return both;
    }
}
