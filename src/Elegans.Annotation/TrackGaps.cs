using Elegans.Lineages;

namespace Elegans.Annotation;

/// <summary>
/// The cells that a track lacks although the lineage says that they live: dim germ-line cells that tracing lost, a sister
/// that was never traced, a gap of some time points. Where a lineage has lost cells its count is not known; it is not a
/// lower count.
/// </summary>
/// <remarks>
/// AB, MS: a cell that ends without daughters may have died and is not called lost; where a tenth of the lineage is gone
/// at once, tracing of it has ended. No cell of E, P, D and Z dies in the embryo, and C's first death comes after tracing
/// ends (Sulston et al. 1983, https://doi.org/10.1016/0012-1606(83)90201-4).
/// </remarks>
public sealed class TrackGaps
{
    /// <summary>The greatest share of a lineage that can have died while the others still divide.</summary>
    private const double MaxDeaths = 0.1;
    private readonly Dictionary<TimePoint, int[]> missing = [];
    private readonly NucleiTrack track;
    private readonly Dictionary<string, (int First, int Last)> lives = [];
    private readonly Dictionary<string, int> firstDescendant = [];

    /// <summary>Compares a track with the lineage.</summary>
    /// <param name="track">The track.</param>
    public TrackGaps(NucleiTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        this.track = track;
        foreach (TimePoint time in track.TimePoints)
        {
            foreach (Nucleus nucleus in track.NucleiAt(time))
            {
                if (nucleus.Lineage is null) continue;
                lives[nucleus.Cell] = (lives.TryGetValue(nucleus.Cell, out (int First, int Last) life) ? life.First : time.Value, time.Value);
                for (string? mother = LineageTree.MotherOf(nucleus.Cell); mother is not null && firstDescendant.TryAdd(mother, time.Value);) mother =
                    LineageTree.MotherOf(mother);
            }
        }

        AddGapsWithin();
        int last = track.TimePoints[^1].Value;
        foreach ((string cell, (_, int end)) in lives)
        {
            if (end >= last || firstDescendant.ContainsKey(cell) || FounderLineages.OfCell(cell) is Lineage.A or Lineage.M) continue;
            Add(cell, end + 1, last);
            // Where P4 was lost, nobody knows when Z2 and Z3 are born: their lineage is as unknown as its own.
            foreach (string daughter in LineageTree.FoundersBelow(cell)) Add(daughter, end + 1, last);
        }

        foreach (string cell in Untraced()) Add(cell, BirthOf(cell), (firstDescendant.TryGetValue(cell, out int born) ? born : last + 1) - 1);
        AddAbandoned(Lineage.A);
        AddAbandoned(Lineage.M);
    }

    /// <summary>How many cells of each lineage are known to be missing at a time point.</summary>
    /// <param name="time">The time point.</param>
    public LineageCounts MissingAt(TimePoint time) => missing.TryGetValue(time, out int[]? counts) ? new LineageCounts(counts) : default;

    /// <summary>Cells without a single observation that must have lived: the mothers and sisters of traced ones.</summary>
    private IEnumerable<string> Untraced()
    {
        var known = new HashSet<string>(lives.Keys.Concat(firstDescendant.Keys));
        return known.Select(LineageTree.SisterOf).OfType<string>().Concat(firstDescendant.Keys).Distinct().Where(cell => !lives.ContainsKey(cell));
    }

    /// <summary>The first time point after the nearest traced ancestor; the track's first where none was traced.</summary>
    private int BirthOf(string cell)
    {
        for (string? mother = LineageTree.MotherOf(cell); mother is not null; mother = LineageTree.MotherOf(mother))
            if (lives.TryGetValue(mother, out (int First, int Last) life)) return life.Last + 1;
        return track.TimePoints[0].Value;
    }

    /// <summary>Tracing sometimes goes on for a few lineages only.</summary>
    private void AddAbandoned(Lineage lineage)
    {
        int most = 0;
        foreach (TimePoint time in track.TimePoints)
        {
            int count = track.CountsAt(time) is { } counts ? counts[lineage] : 0;
            most = Math.Max(most, count);
            if (most - count > Math.Max(1, MaxDeaths * most)) MissingOf(time)[(int)lineage] = Math.Max(MissingOf(time)[(int)lineage], most - count);
        }
    }

    private void AddGapsWithin()
    {
        foreach (TimePoint time in track.TimePoints)
        {
            var present = track.NucleiAt(time).Select(nucleus => nucleus.Cell).ToHashSet(StringComparer.Ordinal);
            foreach ((string cell, (int first, int last)) in lives)
                if (first < time.Value && time.Value < last && !present.Contains(cell)) Add(cell, time.Value, time.Value);
        }

        // A mother and her daughters may have a gap between them.
        foreach ((string cell, (int first, _)) in lives)
            if (LineageTree.MotherOf(cell) is { } mother && lives.TryGetValue(mother, out (int First, int Last) life)) Add(cell, life.Last + 1, first - 1);
    }

    private void Add(string cell, int from, int to)
    {
        if (FounderLineages.OfCell(cell) is not { } lineage) return;
        for (int value = Math.Max(from, 1); value <= to; value++)
        {
            var time = new TimePoint(value);
            if (track.IsAnnotated(time)) MissingOf(time)[(int)lineage]++;
        }
    }

    private int[] MissingOf(TimePoint time) => missing.TryGetValue(time, out int[]? counts) ? counts : missing[time] = new int[FounderLineages.Count];
}
