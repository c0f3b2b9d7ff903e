namespace Elegans;

/// <summary>What the model sees in one frame.</summary>
public sealed record FramePrediction
{
    private FramePrediction(FrameIndex frame, FrameStatus status, LineageCounts? counts)
    {
        Frame = frame;
        Status = status;
        Counts = counts;
    }

    /// <summary>Which frame of its movie; 0 for a single image.</summary>
    public FrameIndex Frame { get; }

    /// <summary>Whether the frame could be counted.</summary>
    public FrameStatus Status { get; }

    /// <summary>The living cells of each lineage; null where there is no embryo to count.</summary>
    public LineageCounts? Counts { get; }

    /// <summary>The living cells of all lineages; null where there is no embryo to count.</summary>
    public int? Total => Counts?.Total;

    /// <summary>The living cells of one lineage; null where there is no embryo to count.</summary>
    /// <param name="lineage">The lineage.</param>
    public int? this[Lineage lineage] => Counts?[lineage];

    /// <summary>A frame that was counted.</summary>
    /// <param name="frame">Which frame.</param>
    /// <param name="counts">Its counts.</param>
    public static FramePrediction Of(FrameIndex frame, LineageCounts counts) => new(frame, FrameStatus.Ok, counts);

    /// <summary>A frame without an embryo.</summary>
    /// <param name="frame">Which frame.</param>
    public static FramePrediction WithoutEmbryo(FrameIndex frame) => new(frame, FrameStatus.NoEmbryo, counts: null);

    /// <summary>Shows the frame and its counts.</summary>
    public override string ToString() => $"frame {Frame}: {(Counts is { } counts ? counts.ToString() : "no embryo")}";
}
