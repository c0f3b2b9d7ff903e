using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Annotation.Courses;

/// <summary>A traced embryo with an age for every image it was traced in.</summary>
internal sealed class AgedEmbryo
{
    private const double LostShare = 0.05;
    private readonly float[]?[] readings;
    private readonly double?[][] counts;

    private AgedEmbryo(double[] ages, float[]?[] readings, double?[][] counts)
    {
        Ages = ages;
        this.readings = readings;
        this.counts = counts;
    }

    /// <summary>The age at every time point from the first annotated one to the last, in no particular unit until scaled.</summary>
    internal double[] Ages { get; }

    /// <summary>Ages an embryo by the moments when it has two numbers of cells; null where it was not traced so far.</summary>
    internal static AgedEmbryo? Of(NucleiTrack track, int early, int late)
    {
        var gaps = new TrackGaps(track);
        int first = track.TimePoints[0].Value, length = track.TimePoints[^1].Value - first + 1;
        var read = new float[]?[length];
        double?[][] counted = [.. Enumerable.Range(0, length).Select(_ => new double?[FounderLineages.Count])];
        double? earlyAt = null, lateAt = null;
        for (int i = 0; i < length; i++)
        {
            var time = new TimePoint(first + i);
            if (track.CountsAt(time) is not { } known) continue;
            LineageCounts missing = gaps.MissingAt(time);
            if (known.Total == 0 || missing.Total > LostShare * known.Total
                || track.NucleiAt(time).Count - known.Total > Math.Max(2, known.Total / 20)) continue;
            read[i] = [.. FounderLineages.All.Select(lineage => (float)(known[lineage] + missing[lineage]))];
            foreach (Lineage lineage in FounderLineages.All)
                if (missing[lineage] == 0) counted[i][(int)lineage] = known[lineage];
            if (known.Total >= early) earlyAt ??= i;
            if (known.Total >= late) lateAt ??= i;
        }

        if (earlyAt is not { } from || lateAt is not { } to || from == 0 || to <= from) return null;
        return new AgedEmbryo([.. Enumerable.Range(0, length).Select(i => (i - from) / (to - from))], read, counted);
    }

    internal AgedEmbryo AgedBy(DevelopmentalClock clock) => new([.. clock.Decode(readings).Select(time => time.Time.Minutes)], readings, counts);

    internal AgedEmbryo Scaled(double start, double factor) => new([.. Ages.Select(age => (age - start) * factor)], readings, counts);

    /// <summary>The count of a lineage at an age, between the images around it; null where it is not known.</summary>
    internal double? At(Lineage lineage, double age) => At(i => counts[i][(int)lineage], age);

    internal double? TotalAt(double age) => At(i => readings[i]?.Sum(), age);

    private double? At(Func<int, double?> countAt, double age)
    {
        int after = Array.BinarySearch(Ages, age);
        if (after < 0) after = ~after;
        if (after >= Ages.Length || (after == 0 && Ages[0] > age)) return null;
        if (after == 0) return countAt(0);
        double span = Ages[after] - Ages[after - 1], share = span > 0 ? (age - Ages[after - 1]) / span : 1;
        return countAt(after - 1) is { } before && countAt(after) is { } now ? ((1 - share) * before) + (share * now) : null;
    }
}
