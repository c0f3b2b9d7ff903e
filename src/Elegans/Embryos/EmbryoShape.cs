namespace Elegans.Embryos;

/// <summary>
/// What an embryo's nuclei look like by their number, from 24 of EPIC's tracks drawn as discs of their traced diameters: how much of the
/// ellipse they cover, how large they are, and how much larger the ellipse is than the one that has their light's second moments.
/// </summary>
internal static class EmbryoShape
{
    /// <summary>Breadth over length of the ellipse. Over tracks: 0.67 with a spread of 0.05.</summary>
    internal const double Aspect = 0.67;

    /// <summary>Pixels of the reduced frame by which blur spreads the rim of light.</summary>
    private const double Blur = 0.3;

    private static readonly double[] Spots = [2, 4, 6.5, 12, 21, 34, 51, 80, 130, 200, 320];
    private static readonly double[] Covered = [0.046, 0.10, 0.16, 0.22, 0.29, 0.40, 0.48, 0.62, 0.67, 0.73, 0.81];
    private static readonly double[] Diameters = [0.115, 0.123, 0.118, 0.106, 0.098, 0.098, 0.087, 0.078, 0.072, 0.066, 0.058];
    private static readonly double[] Fills = [0.165, 0.224, 0.293, 0.39, 0.51, 0.58, 0.716, 0.77, 0.83, 0.90, 1];
    private static readonly double[] Lengthening = [1.05, 1.07, 1.04, 1.07, 1.05, 1.06, 1.05, 1.043, 1.043, 1.03, 1.01];
    private static readonly double[] Broadening = [1.57, 1.31, 1.28, 1.25, 1.21, 1.14, 1.10, 1.10, 1.085, 1.08, 1.03];

    /// <summary>The share of the ellipse that nuclei cover.</summary>
    internal static double CoveredBy(int spots) => At(Spots, Covered, spots);

    /// <summary>Diameter of a nucleus as a share of the ellipse's length.</summary>
    internal static double DiameterOf(int spots) => At(Spots, Diameters, spots);

    /// <summary>The ellipse that an embryo fills whose light has some second moments, by how evenly light fills those.</summary>
    internal static EmbryoOutline Around(LightPatch light)
    {
        EmbryoOutline moments = light.Ellipse;
        double fill = light.Fill;
        return moments with
        {
            LongHalfAxis = Math.Max(1, moments.LongHalfAxis - (Blur * fill)) * At(Fills, Lengthening, fill),
            ShortHalfAxis = Math.Max(1, moments.ShortHalfAxis - (Blur * fill)) * At(Fills, Broadening, fill),
        };
    }

    /// <summary>The same where there are few nuclei: their places say little of the shell, their size says how long it is.</summary>
    /// <param name="light">The nuclei of one embryo.</param>
    /// <param name="nuclei">About how many they are.</param>
    /// <param name="length">The length that embryos of this frame have.</param>
    internal static EmbryoOutline Around(LightPatch light, double nuclei, double length)
    {
        EmbryoOutline around = Around(light);
        double trust = Math.Clamp((nuclei - 2) / 8, 0, 1);
        if (trust >= 1) return around;
        double half = length / 2, breadth = half * Aspect;
        return around with
        {
            LongHalfAxis = Math.Max(Mean(around.LongHalfAxis, half), around.LongHalfAxis * 0.9),
            ShortHalfAxis = Mean(around.ShortHalfAxis, breadth),
        };

        double Mean(double seen, double usual) => Math.Exp((trust * Math.Log(seen)) + ((1 - trust) * Math.Log(usual)));
    }

    private static double At(double[] at, double[] values, double wanted)
    {
        wanted = Math.Log(Math.Clamp(wanted, at[0], at[^1]));
        int i = 1;
        while (i < at.Length - 1 && Math.Log(at[i]) < wanted) i++;
        double share = (wanted - Math.Log(at[i - 1])) / (Math.Log(at[i]) - Math.Log(at[i - 1]));
        return values[i - 1] + (Math.Clamp(share, 0, 1) * (values[i] - values[i - 1]));
    }
}
