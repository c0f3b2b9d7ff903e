using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// Takes patches of light together that belong to one embryo. How large embryos are in a frame is not known: several lengths are tried, and
/// the one whose groups look most like embryos is kept. All embryos of a frame are of about one size.
/// </summary>
/// <param name="length">The embryos' length in the reduced frame.</param>
/// <param name="groups">The groups with how much each looks like an embryo, 0 to 1.</param>
/// <param name="score">Mean of that over all light.</param>
internal sealed class PatchGrouping(double length, List<(LightPatch Light, double Likeness)> groups, double score)
{
    /// <summary>An embryo is at least so long, as a share of the frame's longer side, and at least so many pixels of the reduced frame.</summary>
    private const double MinLengthShare = 0.08, MinLength = 15;

    /// <summary>Embryos of one frame differ in length, and a length that is tried is rough.</summary>
    private const double MaxLengthShare = 1.15, MaxBreadthShare = 0.86;

    /// <summary>Patches with less than this share of a nucleus's area are specks; chromosome plates have a fifth.</summary>
    private const double MinNucleus = 0.15;

    private const int MaxParts = 8;

    /// <summary>Half a nucleus's diameter as a share of the embryo's length: 0.06 in the track at four cells; blur and glow
    /// add some, and a pixel of
    /// their own in the reduced frame. From some number on nuclei merge.</summary>
    private const double MaxThickness = 0.072, Halo = 1.2, Countable = 30;

    /// <summary>Cutting always makes embryo-like pieces; it has to be so much better.</summary>
    private const double CutScore = 0.88;

    /// <summary>Few embryos explain a frame better than many.</summary>
    private const double GroupScore = 0.97;

    /// <summary>Likeness of a group that goes on outside the frame, whose shape can hardly be judged.</summary>
    private const double CutOffLikeness = 0.8;

    private const double LengthSpread = 0.16, AspectSpread = 0.11;

    /// <summary>The embryos' length in the reduced frame.</summary>
    internal double Length => length;

    /// <summary>The groups with how much each looks like an embryo, 0 to 1.</summary>
    internal List<(LightPatch Light, double Likeness)> Groups => groups;

    /// <summary>Mean of that over all light.</summary>
    internal double Score => score;

    /// <summary>Whether something as large as an embryo does not look like one.</summary>
    private bool LeavesMuch => Score < 0.3 || Groups.Any(group => group.Likeness < 0.25 && group.Light.Area > 0.25 * Length * Length);

    /// <summary>Finds the length at which patches make embryos.</summary>
    internal static PatchGrouping? Best(IReadOnlyList<LightPatch> patches, PatchSplitter splitter, Size frame)
    {
        if (patches.Count == 0) return null;
        PatchGrouping? best = null;
        double[] lengths = [.. Lengths(patches, frame)];
        foreach (double length in lengths) best = Better(best, Settled(length, patches, null, frame));
        if (best is null || best.LeavesMuch)
            foreach (double length in lengths.Concat(PartLengths(patches, best, frame))) best = Better(best, Settled(length, patches, splitter, frame));
        return best;
    }

    private static double LeastLength(Size frame) => Math.Max(MinLength, MinLengthShare * Math.Max(frame.Width, frame.Height));

    private static PatchGrouping Better(PatchGrouping? one, PatchGrouping other) => one is null || other.Score > one.Score ? other : one;

    /// <summary>Tries a length, and then the one that what was found has.</summary>
    private static PatchGrouping Settled(double length, IReadOnlyList<LightPatch> patches, PatchSplitter? splitter, Size frame)
    {
        PatchGrouping tried = At(length, patches, splitter, frame);
        double[] lengths = [.. tried.Groups.Where(group => group.Likeness > 0.3 && !group.Light.IsCutOff)
            .Select(group => EmbryoShape.Around(group.Light).LongHalfAxis * 2).Order()];
        if (lengths.Length == 0 || Math.Abs(Math.Log(lengths[lengths.Length / 2] / length)) < 0.05) return tried;
        return Better(tried, At(lengths[lengths.Length / 2], patches, splitter, frame));
    }

    /// <summary>How many nuclei of an embryo of this length the light of a group makes, if they lie side by side.</summary>
    internal static double Nuclei(LightPatch group, double length)
    {
        double one = NucleusArea(length);
        return group.Parts.Count == 0 ? Math.Max(1, group.Area / one) : group.Parts.Sum(part => Math.Max(1, part.Area / one));
    }

    private static double NucleusArea(double length) => Math.PI / 4 * Math.Pow(0.11 * length, 2);

    /// <summary>From the size of nuclei, if patches are nuclei; from the largest patches, if those are embryos.</summary>
    private static IEnumerable<double> Lengths(IReadOnlyList<LightPatch> patches, Size frame)
    {
        var lengths = new List<double>();
        double light = patches.Sum(patch => patch.Light);
        foreach (double share in (ReadOnlySpan<double>)[0.3, 0.6])
        {
            lengths.Add(WeightedMedian(patches, patch => 2 * patch.Depth, share, light) / 0.10);
            lengths.Add(WeightedMedian(patches, patch => 2 * EmbryoShape.Around(patch).LongHalfAxis, share, light));
        }

        if (patches[0].IsCutOff) lengths.Add(2 * OutlineFit.Fit(patches[0], null, frame.Width, frame.Height).LongHalfAxis);
        lengths.Sort();
        double last = 0;
        foreach (double length in lengths)
        {
            if (length < LeastLength(frame) || length < last * 1.08) continue;
            last = length;
            yield return length;
        }
    }

    /// <summary>Lengths to cut patches at: that of embryos already found, and those of two or three that make up the largest patch.</summary>
    private static IEnumerable<double> PartLengths(IReadOnlyList<LightPatch> patches, PatchGrouping? uncut, Size frame)
    {
        if (uncut is not null) yield return uncut.Length;
        LightPatch largest = patches.MaxBy(patch => patch.Area)!;
        if (2 * largest.Depth < LeastLength(frame) / 2) yield break;
        for (int parts = 2; parts <= 3; parts++)
        {
            double length = Math.Sqrt(4 / Math.PI / EmbryoShape.Aspect * largest.Area / parts) * 1.04;
            if (length >= LeastLength(frame)) yield return length;
        }
    }

    private static double WeightedMedian(IReadOnlyList<LightPatch> patches, Func<LightPatch, double> value, double share, double light)
    {
        double sum = 0, found = 0;
        foreach (LightPatch patch in patches.OrderBy(value))
        {
            found = value(patch);
            if ((sum += patch.Light) >= share * light) break;
        }

        return found;
    }

    private static PatchGrouping At(double length, IReadOnlyList<LightPatch> patches, PatchSplitter? splitter, Size frame)
    {
        double speck = MinNucleus * NucleusArea(length);
        List<LightPatch> groups = Merge(length, [.. patches.Where(patch => patch.Area >= speck).SelectMany(patch => Cut(length, patch, splitter, frame))]);
        List<(LightPatch, double)> judged = [.. groups.Select(group => (group, Likeness(group, length, frame)))];
        double light = patches.Sum(patch => patch.Light), sum = judged.Sum(pair => pair.Item1.Light * pair.Item2 * (pair.Item1.IsCut ? CutScore : 1));
        return new PatchGrouping(length, judged, light > 0 ? sum / light * Math.Pow(GroupScore, groups.Count) : 0);
    }

    /// <summary>A patch too large for one embryo is cut.</summary>
    private static List<LightPatch> Cut(double length, LightPatch patch, PatchSplitter? splitter, Size frame)
    {
        if (splitter is null) return [patch];
        double embryo = Math.PI / 4 * EmbryoShape.Aspect * length * length;
        bool large = patch.Length > MaxLengthShare * 1.05 * length || patch.Breadth > MaxBreadthShare * length || patch.Area > 1.35 * embryo;
        if (patch.Ellipse is { } whole && whole.ShortHalfAxis > 0.85 * whole.LongHalfAxis && patch.Smoothness > 0.8) return [patch];
        int parts = (int)Math.Round(patch.Area / (0.85 * embryo));
        if (patch.Length > 1.6 * length || patch.Breadth > 1.2 * length) parts = Math.Max(parts, 2);
        if (!large || patch.Area <= 0.5 * embryo || parts < 2) return [patch];
        List<LightPatch>? best = null;
        double most = 0;
        for (int tried = Math.Max(2, parts - 1); tried <= Math.Min(MaxParts, parts + 1); tried++)
        {
            List<LightPatch> pieces = splitter.Split(patch, tried);
            double likeness = pieces.Sum(piece => piece.Light * Likeness(piece, length, frame)) * Math.Pow(GroupScore, tried);
            if (best is not null && likeness <= most) continue;
            (most, best) = (likeness, pieces);
        }

        return best ?? [patch];
    }

    /// <summary>Nearest first, as long as no group grows beyond an embryo.</summary>
    private static List<LightPatch> Merge(double length, IReadOnlyList<LightPatch> patches)
    {
        var groups = new List<LightPatch>(patches);
        while (groups.Count > 1)
        {
            double nearest = double.MaxValue;
            (int One, int Other) pair = (-1, -1);
            for (int i = 0; i < groups.Count; i++)
            {
                for (int j = i + 1; j < groups.Count; j++)
                {
                    (double reach, double breadth) = groups[i].ReachWith(groups[j]);
                    if (reach >= nearest || reach > MaxLengthShare * length || breadth > MaxBreadthShare * length) continue;
                    nearest = reach;
                    pair = (i, j);
                }
            }

            if (pair.One < 0) break;
            LightPatch both = groups[pair.One].With(groups[pair.Other]);
            groups.RemoveAt(pair.Other);
            groups[pair.One] = both;
        }

        return groups;
    }

    /// <summary>How much a group looks like an embryo of some length: its own length, its aspect, and how full it is for the size of its nuclei.</summary>
    private static double Likeness(LightPatch group, double length, Size frame)
    {
        double nuclei = Nuclei(group, length);
        if (nuclei < 1.6) return 0;
        EmbryoOutline around = EmbryoShape.Around(group, nuclei, length);
        double off = Math.Log(2 * around.LongHalfAxis / length), aspect = (around.ShortHalfAxis / around.LongHalfAxis) - EmbryoShape.Aspect;
        // A handful of nuclei says little of the shell.
        double slack = nuclei < 6 ? 2.5 : nuclei < 14 ? 1.5 : 1;
        double shape = group.Smoothness * Math.Exp(-0.5 * (Math.Pow(off / (LengthSpread * slack), 2) + Math.Pow(aspect / (AspectSpread * slack), 2)));
        // What of it lies outside could make it any longer and broader, but no smaller.
        if (group.IsCutOff) shape = CutOffLikeness * Math.Exp(-0.5 * Math.Pow(Math.Max(0, off) / (LengthSpread * slack), 2));
        double certainty = nuclei < 3.5 ? 0.25 : nuclei < 7 ? 0.5 : nuclei < 16 ? 0.75 : 1;
        // Nuclei are at most so large; a patch thicker than that must be a whole embryo.
        double thick = (group.Depth - Halo) / length;
        double whole = thick > MaxThickness && nuclei < Countable && group.Fill < 0.75 ? Math.Exp(-Math.Pow((thick - MaxThickness) / 0.02, 2)) : 1;
        bool fewNuclei = nuclei < 7 || (thick > 0.06 && nuclei < Countable);
        return shape * certainty * whole * (fewNuclei ? Roundness(group, 0.8 * LeastLength(frame)) : 1) * Inside(group, around, frame);
    }

    /// <summary>A few nuclei are round; large patches that are not are embryos themselves.</summary>
    private static double Roundness(LightPatch group, double large)
    {
        double sum = 0;
        foreach (LightPatch part in group.Parts.Count == 0 ? [group] : group.Parts)
        {
            EmbryoOutline ellipse = part.Ellipse;
            bool isLarge = 2 * ellipse.LongHalfAxis > large, isRound = ellipse.ShortHalfAxis > 0.76 * ellipse.LongHalfAxis;
            sum += part.Light * (isLarge && !isRound ? 0.4 : 1);
        }

        return sum / group.Light;
    }

    /// <summary>An embryo that shows no light at the border does not reach far beyond it.</summary>
    private static double Inside(LightPatch group, EmbryoOutline around, Size frame)
    {
        if (group.IsCutOff) return 1;
        double out1 = Math.Max(0, around.HalfWidth - around.CentreX) + Math.Max(0, around.CentreX + around.HalfWidth - frame.Width);
        double out2 = Math.Max(0, around.HalfHeight - around.CentreY) + Math.Max(0, around.CentreY + around.HalfHeight - frame.Height);
        return Math.Exp(-Math.Pow((out1 + out2) / around.LongHalfAxis / 0.6, 2));
    }
}
