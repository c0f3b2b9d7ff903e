using System.Collections.Immutable;
using Elegans.Annotation.Alignment;
using Elegans.Lineages;

namespace Elegans.Annotation.Audit;

/// <summary>What a published table says of one embryo, held against the embryo's tracks.</summary>
public sealed record EmbryoAudit
{
    private readonly ByContent<ImmutableSortedDictionary<FrameIndex, LineageCounts>> publishedFrames;
    private readonly ByContent<ImmutableSortedDictionary<FrameIndex, LineageCounts>?> tracedFrames;
    private readonly ByContent<ImmutableArray<int?>> lateness = new([.. new int?[FounderLineages.Count]]);
    private const double MinStretch = 0.5, MaxStretch = 4, StretchStep = 0.01;

    /// <summary>A stretch must leave this share of the traced frames inside the published ones.</summary>
    private const double MinCompared = 0.9;

    private EmbryoAudit()
    {
    }

    /// <summary>The embryo's name.</summary>
    public required string Embryo { get; init; }

    /// <summary>Rows of the table that are of this embryo.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them give a frame that an earlier row gave already.</summary>
    public required int RepeatedRows { get; init; }

    /// <summary>How many of the repeated rows give other counts than the row before.</summary>
    public required int ContradictingRows { get; init; }

    /// <summary>The published counts, frame by frame; of repeated rows the first.</summary>
    public required ImmutableSortedDictionary<FrameIndex, LineageCounts> Published
    {
        get => publishedFrames.Value;
        init => publishedFrames = new(value);
    }

    /// <summary>The traced counts; null where there is no track of this embryo.</summary>
    public ImmutableSortedDictionary<FrameIndex, LineageCounts>? Traced
    {
        get => tracedFrames.Value;
        init => tracedFrames = new(value);
    }

    /// <summary>Published frames with cells past the last traced one: labels without any truth.</summary>
    public int LabelledPastTracing { get; init; }

    /// <summary>How far the published counts are off, over the frames that are traced and published; null where there is none.</summary>
    public CountErrors? Errors { get; init; }

    /// <summary>
    /// By how much the published curve of A is stretched in time against the traced one: 2 means that it takes twice as long. Null where it cannot
    /// be told.
    /// </summary>
    public double? Stretch { get; init; }

    /// <summary>
    /// By how many published frames each lineage first appears late, beyond the stretch; null where the lineage does not occur or the stretch is
    /// not known.
    /// </summary>
    public ImmutableArray<int?> Lateness
    {
        get => lateness.Value;
        init => lateness = new(value);
    }

    /// <summary>Holds an embryo's rows against its track.</summary>
    /// <param name="embryo">The embryo's name.</param>
    /// <param name="labels">Its rows, in the table's order.</param>
    /// <param name="track">Its track; null where there is none.</param>
    public static EmbryoAudit Of(string embryo, IReadOnlyList<PublishedLabel> labels, NucleiTrack? track)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var published = new Dictionary<FrameIndex, LineageCounts>();
        int contradicting = labels.Count(label => !published.TryAdd(label.Frame, label.Counts) && published[label.Frame] != label.Counts);
        var audit = new EmbryoAudit
        {
            Embryo = embryo,
            Rows = labels.Count,
            RepeatedRows = labels.Count - published.Count,
            ContradictingRows = contradicting,
            Published = published.ToImmutableSortedDictionary(),
        };
        return track is null ? audit : audit.Against(
            track.Labels(FrameAlignment.Epic).Where(label => label.Counts.Total > 0).ToImmutableSortedDictionary(label => label.Frame, label => label.Counts));
    }

    private EmbryoAudit Against(ImmutableSortedDictionary<FrameIndex, LineageCounts> traced)
    {
        if (traced.IsEmpty) return this with { Traced = traced };
        (LineageCounts, LineageCounts)[] both = [.. traced.Where(frame => Published.ContainsKey(frame.Key))
            .Select(frame => (Published[frame.Key], frame.Value))];
        FrameIndex last = traced.Keys.Last();
        double? stretch = FindStretch(traced);
        return this with
        {
            Traced = traced,
            LabelledPastTracing = Published.Count(frame => frame.Key.Value > last.Value && frame.Value.Total > 0),
            Errors = both.Length > 0 ? CountErrors.Of(both) : null,
            Stretch = stretch,
            Lateness = [.. FounderLineages.All.Select(lineage => stretch is { } known ? LatenessOf(traced, lineage, known) : null)],
        };
    }

    private double? FindStretch(ImmutableSortedDictionary<FrameIndex, LineageCounts> traced)
    {
        double? best = null;
        double least = double.MaxValue;
        for (double stretch = MinStretch; stretch <= MaxStretch; stretch += StretchStep)
        {
            if (Distance(traced, stretch) is { } distance && distance < least) (least, best) = (distance, stretch);
        }

        return best is { } found ? Math.Round(found, 2) : null;
    }

    /// <summary>From where a lineage should appear, given the stretch, to where it does.</summary>
    private int? LatenessOf(ImmutableSortedDictionary<FrameIndex, LineageCounts> traced, Lineage lineage, double stretch)
    {
        if (traced.Values.All(counts => counts[lineage] == 0) || Published.Values.All(counts => counts[lineage] == 0)) return null;
        int should = (int)Math.Round(traced.First(frame => frame.Value[lineage] > 0).Key.Value * stretch);
        return Published.First(frame => frame.Value[lineage] > 0).Key.Value - should;
    }

    /// <summary>Mean distance in doublings between the traced curve of A and the published one; null where too few frames can be compared.</summary>
    private double? Distance(ImmutableSortedDictionary<FrameIndex, LineageCounts> traced, double stretch)
    {
        double sum = 0;
        int compared = 0;
        foreach ((FrameIndex frame, LineageCounts counts) in traced)
        {
            if (!Published.TryGetValue(new FrameIndex((int)Math.Round(frame.Value * stretch)), out LineageCounts published)) continue;
            sum += Math.Abs(Math.Log2((1 + counts[Lineage.A]) / (1.0 + published[Lineage.A])));
            compared++;
        }

        return compared >= MinCompared * traced.Count ? sum / compared : null;
    }
}
