namespace Elegans.Embryos;

/// <summary>Takes patches of light together that belong to one embryo: as long as what they make is of an embryo's shape and fullness.</summary>
internal static class PatchGrouping
{
    /// <summary>From so many spots on a patch has an extent of its own; below, only its spots' size tells how large the embryo is.</summary>
    private const int ManySpots = 8;

    internal static List<LightPatch> Group(List<LightPatch> patches)
    {
        var groups = new List<LightPatch>(patches);
        var gaps = new List<(double Gap, LightPatch One, LightPatch Other)>();
        bool changed = true;
        while (changed && groups.Count > 1)
        {
            changed = false;
            gaps.Clear();
            for (int i = 0; i < groups.Count; i++)
                for (int j = i + 1; j < groups.Count; j++) gaps.Add((Gap(groups[i], groups[j]), groups[i], groups[j]));
            gaps.Sort((a, b) => a.Gap.CompareTo(b.Gap));
            var used = new HashSet<LightPatch>();
            foreach ((_, LightPatch one, LightPatch other) in gaps)
            {
                if (used.Contains(one) || used.Contains(other)) continue;
                LightPatch both = one.With(other);
                if (!MayBeOne(one, other, both)) continue;
                used.Add(one);
                used.Add(other);
                groups.Remove(one);
                groups.Remove(other);
                groups.Add(both);
                changed = true;
            }
        }

        return groups;
    }

    private static double Gap(LightPatch one, LightPatch other)
    {
        double apart = Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
        return apart - (Math.Sqrt(one.Area / Math.PI) + Math.Sqrt(other.Area / Math.PI));
    }

    private static bool MayBeOne(LightPatch one, LightPatch other, LightPatch both)
    {
        (LightPatch large, LightPatch small) = one.Area >= other.Area ? (one, other) : (other, one);
        EmbryoOutline moments = both.Ellipse;
        double diameter = both.SpotDiameter, expected = diameter / EmbryoShape.DiameterOf(both.Spots);
        if (both.Spots <= 3) return Distance(one, other) + diameter <= expected * 0.95;
        EmbryoOutline around = EmbryoShape.Around(moments, both.Spots);
        double aspect = around.ShortHalfAxis / around.LongHalfAxis;
        if (both.Spots >= 6 && aspect < 0.42) return false;
        if (large.Spots >= ManySpots && small.Spots >= ManySpots)
        {
            // Two halves of one embryo, or two embryos side by side: one is filled up to its rim, the other leaves notches.
            return large.Area / around.Area >= 0.2 && both.Area / around.Area >= 0.72 * EmbryoShape.CoveredBy(both.Spots) && aspect > 0.5;
        }

        if (large.Spots >= ManySpots && EmbryoShape.Around(large.Ellipse, large.Spots).Eccentricity(small.X, small.Y) > 1.35) return false;
        return both.Area / around.Area >= 0.55 * EmbryoShape.CoveredBy(both.Spots);
    }

    private static double Distance(LightPatch one, LightPatch other) => Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
