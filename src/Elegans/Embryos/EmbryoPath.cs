namespace Elegans.Embryos;

/// <summary>One embryo's way through a movie, followed from the end to the beginning.</summary>
internal sealed class EmbryoPath
{
    /// <summary>So sure must a sighting be to begin a path, and to place the outline.</summary>
    internal const double MinBegin = 0.3, MinPlace = 0.45;

    /// <summary>So much must a sighting and the expected outline overlap; a part of an embryo may lie anywhere inside.</summary>
    private const double MinOverlap = 0.4;

    /// <summary>An embryo does not grow: what is larger than it by this factor is it together with another.</summary>
    private const double MaxLarger = 1.5;

    /// <summary>
    /// The median distance from the line, in half lengths, of an embryo that moves evenly; of one that is cut off the outline is less certain.
    /// </summary>
    private const double MaxStill = 0.06, MaxStillCut = 0.2;

    /// <summary>Less than this over the whole movie, in half lengths or radians, is no drift: nuclei shift a little inside the shell.</summary>
    private const double DriftShare = 0.15;

    /// <summary>More of an embryo's outline lies inside of the frame where it neither enters nor leaves.</summary>
    private const double MinInside = 0.95;

    /// <summary>Sightings on each side that an outline's place is the median of.</summary>
    private const int Reach = 3;

    private readonly IReadOnlyList<SurveyLook> looks;
    private readonly SeenEmbryo?[] sightings;
    private readonly (double X, double Y)[] shifts;
    private EmbryoOutline expected;
    private (Func<int, (double X, double Y, double Angle)>? Place, bool Known)? steady;

    internal EmbryoPath(IReadOnlyList<SurveyLook> looks, int look, SeenEmbryo seen)
    {
        this.looks = looks;
        sightings = new SeenEmbryo?[looks.Count];
        shifts = new (double, double)[looks.Count];
        for (int i = 1; i < looks.Count; i++) shifts[i] = (shifts[i - 1].X + looks[i].ShiftX, shifts[i - 1].Y + looks[i].ShiftY);
        sightings[look] = seen;
        expected = seen.Outline;
    }

    /// <summary>The confidence of all sightings together.</summary>
    internal double Weight => sightings.Sum(sighting => sighting?.Confidence ?? 0);

    /// <summary>Takes the sighting of a look that fits best, out of those that no other path took.</summary>
    internal void Continue(int look, List<SeenEmbryo> free)
    {
        steady = null;
        int best = -1;
        double most = 0;
        for (int i = 0; i < free.Count; i++)
        {
            if (free[i].Outline.Area > MaxLarger * expected.Area) continue;
            double overlap = expected.OverlapWith(free[i].Outline);
            bool isInside = free[i].Outline.Area < expected.Area && expected.Contains(free[i].Outline.CentreX, free[i].Outline.CentreY);
            if (overlap < MinOverlap && !isInside) continue;
            if (overlap + 0.01 <= most) continue;
            (most, best) = (overlap + 0.01, i);
        }

        if (best < 0) return;
        sightings[look] = free[best];
        if (free[best].Confidence >= MinPlace) expected = free[best].Outline;
        // What else was seen inside is a part of it.
        EmbryoOutline here = expected;
        free.RemoveAt(best);
        free.RemoveAll(other => here.Contains(other.Outline.CentreX, other.Outline.CentreY) && other.Outline.Area < 1.3 * here.Area);
    }

    /// <summary>Goes back by what the stage moved since the look before.</summary>
    internal void StepBack(SurveyLook look) => expected = expected.Shifted(-look.ShiftX, -look.ShiftY);

    /// <summary>Whether it was seen often and well enough to be an embryo.</summary>
    internal bool IsSure(int count)
    {
        if (count < 3) return true;
        int seen = sightings.Count(sighting => sighting is not null), well = sightings.Count(sighting => sighting?.Confidence >= MinPlace);
        return seen >= Math.Max(3, count / 10) && well >= Math.Min(2, count / 4);
    }

    /// <summary>Whether another path shows the same embryo.</summary>
    internal bool CoversWith(EmbryoPath other)
    {
        int both = 0, same = 0;
        EmbryoOutline mine = Median(), others = other.Median();
        for (int i = 0; i < sightings.Length; i++)
        {
            if (sightings[i] is null && other.sightings[i] is null) continue;
            both++;
            EmbryoOutline one = Placed(i, mine), two = other.Placed(i, others);
            if (one.AreaWith(two) > 0.35 * Math.Min(one.Area, two.Area)) same++;
        }

        return same > both / 2;
    }

    /// <summary>The path as outlines: of one size throughout, at the median of places around.</summary>
    internal FollowedEmbryo Follow()
    {
        EmbryoOutline usual = Median();
        int first = Array.FindIndex(sightings, sighting => sighting is not null), last = Array.FindLastIndex(sightings, sighting => sighting is not null);
        // Early nuclei are dim, and a movie's last frame may be black: only a longer absence counts.
        int patience = Math.Max(4, sightings.Length / 5);
        if (first < patience) first = 0;
        if (last >= sightings.Length - patience) last = sightings.Length - 1;
        // An embryo comes and goes over the border; one that was first seen inside was there before, dim, or taken for a part of its neighbour.
        if (Placed(first, usual).ShareInside(looks[0].Width, looks[0].Height) > MinInside) first = 0;
        if (Placed(last, usual).ShareInside(looks[0].Width, looks[0].Height) > MinInside) last = sightings.Length - 1;
        double[] best = [.. sightings.Where(sighting => sighting is not null).Select(sighting => sighting!.Value.Confidence).OrderDescending()];
        return new FollowedEmbryo
        {
            Outlines = [.. Enumerable.Range(first, last - first + 1).Select(i => (looks[i].Frame, Placed(i, usual)))],
            Confidence = best[best.Length / 4],
            First = looks[first].Frame,
            Last = last == sightings.Length - 1 ? null : looks[last].Frame,
        };
    }

    private static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    /// <summary>The sightings that place the outline: the surer half, as far as they are sure at all.</summary>
    private List<int> Placing()
    {
        double[] confidences = [.. sightings.Where(sighting => sighting is not null).Select(sighting => sighting!.Value.Confidence).Order()];
        double least = Math.Min(MinPlace, confidences[confidences.Length / 2]);
        return [.. Enumerable.Range(0, sightings.Length).Where(i => sightings[i]?.Confidence >= least)];
    }

    private EmbryoOutline Median()
    {
        List<int> placing = Placing();
        double surest = placing.Max(i => sightings[i]!.Value.Confidence);
        List<EmbryoOutline> outlines = [.. placing.Where(i => sightings[i]!.Value.Confidence > 0.8 * surest).Select(i => sightings[i]!.Value.Outline)];
        return outlines[0] with
        {
            LongHalfAxis = MedianOf(outlines.Select(outline => outline.LongHalfAxis)),
            ShortHalfAxis = MedianOf(outlines.Select(outline => outline.ShortHalfAxis)),
        };
    }

    /// <summary>
    /// The outline in one look. An embryo that stays where it is, or drifts and turns evenly, lies on the line through all its sightings; any
    /// other where the nearest sure sightings have it. The stage's shifts are taken into account.
    /// </summary>
    private EmbryoOutline Placed(int look, EmbryoOutline usual)
    {
        (double x, double y, double angle) = Steady() is { } steady ? steady(look) : Nearby(look);
        return usual with { CentreX = x + shifts[look].X, CentreY = y + shifts[look].Y, Angle = EmbryoOutline.Upright(angle) };
    }

    private (double X, double Y, double Angle) Nearby(int look)
    {
        List<int> near = [.. Placing().OrderBy(i => Math.Abs(i - look)).Take((2 * Reach) + 1)];
        double reference = OutlineAt(near[0]).Angle;
        return (
            MedianOf(near.Select(i => OutlineAt(i).CentreX)), MedianOf(near.Select(i => OutlineAt(i).CentreY)),
            reference + MedianOf(near.Select(i => EmbryoOutline.Upright(OutlineAt(i).Angle - reference))));
    }

    /// <summary>A sighting with the stage's shifts taken off.</summary>
    private EmbryoOutline OutlineAt(int look) => sightings[look]!.Value.Outline.Shifted(-shifts[look].X, -shifts[look].Y);

    /// <summary>The place in every look, if the sightings that place the embryo lie about one line; null where they do not.</summary>
    private Func<int, (double X, double Y, double Angle)>? Steady()
    {
        if (steady is not null) return steady.Value.Place;
        List<int> placing = Placing();
        double half = OutlineAt(placing[^1]).LongHalfAxis, reference = OutlineAt(placing[^1]).Angle;
        bool isCut = OutlineAt(placing[^1]).ShareInside(looks[0].Width, looks[0].Height) < 0.9;
        double most = isCut ? MaxStillCut : MaxStill;
        TrendLine x = TrendLine.Through(placing, i => OutlineAt(i).CentreX, DriftShare * half), y = TrendLine.Through(
            placing, i => OutlineAt(i).CentreY, DriftShare * half);
        TrendLine angle = TrendLine.Through(placing, i => EmbryoOutline.Upright(OutlineAt(i).Angle - reference), DriftShare);
        double off = MedianOf(placing.Select(i => Math.Sqrt(
            Math.Pow(OutlineAt(i).CentreX - x.At(i), 2) + Math.Pow(OutlineAt(i).CentreY - y.At(i), 2))));
        steady = (off < most * half ? i => (x.At(i), y.At(i), reference + angle.At(i)) : null, true);
        return steady.Value.Place;
    }
}
