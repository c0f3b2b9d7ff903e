using Elegans.Workers;

namespace Elegans.Server.Jobs;

/// <summary>One uploaded movie or image and what came of it.</summary>
/// <param name="Id">What it is called in addresses; drawn at random.</param>
/// <param name="Name">What its owner calls it; shown, never a path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Added">When it came.</param>
public sealed record MovieJob(string Id, string Name, long Bytes, DateTimeOffset Added)
{
    /// <summary>Of a hyperstack, the channel that shows the nuclei, counted from 1; null where that was not told.</summary>
    public int? StackChannel { get; init; }

    /// <summary>How far it is.</summary>
    public JobState State { get; init; }

    /// <summary>Frames read so far.</summary>
    public int FramesRead { get; init; }

    /// <summary>Frames that its header promises; null where it promises nothing.</summary>
    public int? FramesAnnounced { get; init; }

    /// <summary>Pictures of frames that can be shown.</summary>
    public int Pictures { get; init; }

    /// <summary>There is a picture of every so many-th frame.</summary>
    public int PictureStep { get; init; } = 1;

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>What it came to; null until it is done.</summary>
    public PredictedInput? Predicted { get; init; }

    /// <summary>The track it was compared with, and how; null where it was not.</summary>
    public ComparedInput? Compared { get; init; }

    /// <summary>Whether nothing more will come.</summary>
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
