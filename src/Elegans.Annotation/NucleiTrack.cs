using Elegans.Annotation.Alignment;
using Elegans.Lineages;

namespace Elegans.Annotation;

/// <summary>The traced nuclei of one embryo: which nuclei there are at every annotated time point.</summary>
/// <remarks>Immutable; safe for use by several threads.</remarks>
public sealed class NucleiTrack
{
    private readonly SortedDictionary<TimePoint, Nucleus[]> nuclei;

    /// <summary>Gathers nuclei by time point. A cell that occurs twice at one time point is kept once.</summary>
    /// <param name="name">The embryo's name.</param>
    /// <param name="observations">Every traced nucleus with its time point, in any order.</param>
    /// <exception cref="ArgumentException">There is no nucleus at all.</exception>
    public NucleiTrack(string name, IEnumerable<(TimePoint Time, Nucleus Nucleus)> observations)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(observations);
        Name = name;
        nuclei = [];
        foreach (IGrouping<TimePoint, Nucleus> moment in observations.GroupBy(o => o.Time, o => o.Nucleus))
        {
            Nucleus[] all = [.. moment];
            Nucleus[] once = [.. all.DistinctBy(nucleus => nucleus.Cell)];
            DuplicateObservations += all.Length - once.Length;
            nuclei[moment.Key] = once;
        }

        if (nuclei.Count == 0) throw new ArgumentException("A track has at least one nucleus.", nameof(observations));
        TimePoints = [.. nuclei.Keys];
    }

    /// <summary>The embryo's name.</summary>
    public string Name { get; }

    /// <summary>The annotated time points in order. There may be gaps between them.</summary>
    public IReadOnlyList<TimePoint> TimePoints { get; }

    /// <summary>How often a cell occurred a second time at one time point and was left out.</summary>
    public int DuplicateObservations { get; }

    /// <summary>How many observations lay before the first time point (time ≤ 0 in some EPIC tables) and were left out.</summary>
    public int ObservationsBeforeStart { get; init; }

    /// <summary>Whether somebody annotated this time point.</summary>
    /// <param name="time">The time point.</param>
    public bool IsAnnotated(TimePoint time) => nuclei.ContainsKey(time);

    /// <summary>The nuclei at an annotated time point, uncounted ones (<c>Nuc…</c>, polar bodies) included.</summary>
    /// <param name="time">The time point.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time point is not annotated.</exception>
    public IReadOnlyList<Nucleus> NucleiAt(TimePoint time) =>
        nuclei.TryGetValue(time, out Nucleus[]? found)
            ? found
            : throw new ArgumentOutOfRangeException(nameof(time), time, $"{Name} is not annotated at time point {time}.");

    /// <summary>The living cells of each lineage at a time point; null where it is not annotated, which is not a count of zero.</summary>
    /// <param name="time">The time point.</param>
    public LineageCounts? CountsAt(TimePoint time)
    {
        if (!nuclei.TryGetValue(time, out Nucleus[]? found)) return null;
        Span<int> counts = stackalloc int[FounderLineages.Count];
        foreach (Nucleus nucleus in found)
            if (nucleus.Lineage is { } lineage) counts[(int)lineage]++;
        return new LineageCounts(counts);
    }

    /// <summary>The counts of every annotated frame, in order of frames.</summary>
    /// <param name="alignment">Which time point a frame shows.</param>
    public IEnumerable<LabelledFrame> Labels(FrameAlignment alignment)
    {
        foreach (TimePoint time in TimePoints)
            if (alignment.FrameShowing(time) is { } frame && CountsAt(time) is { } counts)
                yield return new LabelledFrame(frame, counts);
    }
}
