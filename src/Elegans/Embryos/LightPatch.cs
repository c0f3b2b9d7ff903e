namespace Elegans.Embryos;

/// <summary>A connected patch of light in the reduced frame, or several taken together: sums over its pixels, and how far it reaches.</summary>
internal sealed class LightPatch
{
    private const int Directions = 12;
    private static readonly (float Cosine, float Sine)[] Ways =
        [.. Enumerable.Range(0, Directions).Select(i => (MathF.Cos(i * MathF.PI / Directions), MathF.Sin(i * MathF.PI / Directions)))];

    private readonly float[] least = new float[Directions], most = new float[Directions];
    private readonly (float X, float Y)[] first = new (float, float)[Directions], last = new (float, float)[Directions];
    private double sumX, sumY, sumXx, sumXy, sumYy;

    internal LightPatch()
    {
        Array.Fill(least, float.MaxValue);
        Array.Fill(most, float.MinValue);
    }

    /// <summary>Pixels.</summary>
    internal double Area { get; private set; }

    /// <summary>Sum of light above the ground.</summary>
    internal double Light { get; private set; }

    /// <summary>Pixels that lie at the frame's border.</summary>
    internal int AtBorder { get; private set; }

    /// <summary>Radius of the largest circle that fits inside.</summary>
    internal double Depth { get; set; }

    /// <summary>Whether it, or a part of it, was cut out of a larger patch.</summary>
    internal bool IsCut { get; init; }

    /// <summary>The patches taken together; none in a patch by itself.</summary>
    internal List<LightPatch> Parts { get; } = [];

    /// <summary>Its number in the picture of labels.</summary>
    internal int Label { get; init; }

    internal double X => sumX / Area;

    internal double Y => sumY / Area;

    /// <summary>Whether it goes on outside the frame.</summary>
    internal bool IsCutOff => AtBorder > 0.12 * Length;

    /// <summary>The points that lie farthest out, in all directions.</summary>
    internal IEnumerable<(float X, float Y)> Outermost => first.Concat(last);

    /// <summary>The largest distance between two lines that hold it (Feret's diameter), over twelve directions.</summary>
    internal double Length
    {
        get
        {
            double longest = 0;
            for (int i = 0; i < Directions; i++) longest = Math.Max(longest, most[i] - least[i] + 1);
            return longest;
        }
    }

    /// <summary>The least distance between two lines that hold it, over twelve directions.</summary>
    internal double Breadth
    {
        get
        {
            double shortest = double.MaxValue;
            for (int i = 0; i < Directions; i++) shortest = Math.Min(shortest, most[i] - least[i] + 1);
            return shortest;
        }
    }

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

    /// <summary>The share of <see cref="Ellipse"/> that the patch fills: near 1 for an even ellipse, low for scattered spots.</summary>
    internal double Fill => Math.Min(1, Area / Ellipse.Area);

    /// <summary>
    /// How well its outermost points lie on one ellipse, 1 to 0: those of several embryos side by side do not. Where light has gaps they
    /// scatter by themselves.
    /// </summary>
    internal double Smoothness
    {
        get
        {
            EmbryoOutline moments = Ellipse;
            double sum = 0, squares = 0;
            foreach ((float x, float y) in Outermost)
            {
                double far = moments.Eccentricity(x, y);
                sum += far;
                squares += far * far;
            }

            double mean = sum / (2 * Directions), usual = 0.07 + (0.25 * Math.Pow(1 - Fill, 1.5));
            double spread = Math.Sqrt(Math.Max(0, (squares / (2 * Directions)) - (mean * mean))) / mean;
            return Math.Exp(-0.5 * Math.Pow(spread / usual, 2));
        }
    }

    /// <summary>Adds a run of pixels of one row.</summary>
    /// <param name="left">The first.</param>
    /// <param name="y">The row.</param>
    /// <param name="light">Brightness of each.</param>
    /// <param name="depth">The deepest lies so far from the patch's edge.</param>
    /// <param name="atBorder">How many of them lie at the frame's border.</param>
    internal void AddRun(int left, int y, ReadOnlySpan<float> light, float depth, int atBorder)
    {
        int count = light.Length;
        double n = count, middle = left + ((n - 1) / 2), sum = n * middle;
        Area += n;
        Depth = Math.Max(Depth, depth);
        foreach (float level in light) Light += level;
        sumX += sum;
        sumY += n * y;
        sumXx += (sum * middle) + (n * ((n * n) - 1) / 12);
        sumXy += sum * y;
        sumYy += n * y * y;
        AtBorder += atBorder;
        Reach(left, y);
        if (count > 1) Reach(left + count - 1, y);
    }

    private void Reach(int x, int y)
    {
        for (int i = 0; i < Directions; i++)
        {
            float along = (Ways[i].Cosine * x) + (Ways[i].Sine * y);
            if (along < least[i]) (least[i], first[i]) = (along, (x, y));
            if (along > most[i]) (most[i], last[i]) = (along, (x, y));
        }
    }

    /// <summary>This patch and another taken together.</summary>
    internal LightPatch With(LightPatch other)
    {
        var both = new LightPatch
        {
            sumX = sumX + other.sumX,
            sumY = sumY + other.sumY,
            sumXx = sumXx + other.sumXx,
            sumXy = sumXy + other.sumXy,
            sumYy = sumYy + other.sumYy,
            Area = Area + other.Area,
            Light = Light + other.Light,
            AtBorder = AtBorder + other.AtBorder,
            Depth = Math.Max(Depth, other.Depth),
            IsCut = IsCut || other.IsCut,
        };
        for (int i = 0; i < Directions; i++)
        {
            LightPatch begins = least[i] <= other.least[i] ? this : other, ends = most[i] >= other.most[i] ? this : other;
            (both.least[i], both.first[i]) = (begins.least[i], begins.first[i]);
            (both.most[i], both.last[i]) = (ends.most[i], ends.last[i]);
        }

        foreach (LightPatch patch in (ReadOnlySpan<LightPatch>)[this, other])
        {
            if (patch.Parts.Count == 0) both.Parts.Add(patch);
            else both.Parts.AddRange(patch.Parts);
        }

        return both;
    }

    /// <summary>How long and how broad both would be together, without taking them together.</summary>
    internal (double Length, double Breadth) ReachWith(LightPatch other)
    {
        double longest = 0, shortest = double.MaxValue;
        for (int i = 0; i < Directions; i++)
        {
            double reach = Math.Max(most[i], other.most[i]) - Math.Min(least[i], other.least[i]) + 1;
            longest = Math.Max(longest, reach);
            shortest = Math.Min(shortest, reach);
        }

        return (longest, shortest);
    }
}
