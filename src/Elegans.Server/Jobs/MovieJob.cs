using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Workers;

namespace Elegans.Server.Jobs;

/// <summary>One uploaded movie or image and what came of it.</summary>
/// <param name="Id">What it is called in addresses; drawn at random.</param>
/// <param name="Name">What its owner calls it; shown, never a path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Added">When it came.</param>
public sealed record MovieJob(string Id, string Name, long Bytes, DateTimeOffset Added)
{
    private readonly ByContent<IReadOnlyList<WaitingTrack>> tracks = new([]);
    private readonly ByContent<IReadOnlyList<int>> positions = new([]);

    /// <summary>Of a hyperstack, the channel that shows the nuclei, counted from 1; null where that was not given.</summary>
    public int? StackChannel { get; init; }

    /// <summary>Of several embryos the one that is shown, from 1, from the left; null where nobody chose, and the first is.</summary>
    public int? Embryo { get; init; }

    /// <summary>Of several positions the one that is shown, from 1; null where nobody chose, and the first is.</summary>
    public int? Position { get; init; }

    /// <summary>The positions that the file holds, from 1; none where it holds one, or was never read.</summary>
    public IReadOnlyList<int> Positions
    {
        get => positions.Value;
        init => positions = new(value);
    }

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

    /// <summary>Why it failed, without places on this machine; null where it did not.</summary>
    public string? Reason
    {
        get;
        init => field = value is null ? null : PublicText.Of(value);
    }

    /// <summary>What it came to; null until it is done.</summary>
    public PredictedInput? Predicted { get; init; }

    /// <summary>The track it was last compared with, and how; null where it was not.</summary>
    public ComparedInput? Compared { get; init; }

    /// <summary>Tracks that are compared with it once it is read, in this order.</summary>
    public IReadOnlyList<WaitingTrack> Tracks
    {
        get => tracks.Value;
        init => tracks = new(value);
    }

    /// <summary>Why the last track was not compared, without places on this machine; null where it was.</summary>
    public string? TrackProblem
    {
        get;
        init => field = value is null ? null : PublicText.Of(value);
    }

    /// <summary>How its file is read.</summary>
    /// <param name="options">The server's limits.</param>
    internal ReadOptions Reading(ServerOptions options) => new()
    {
        StackChannel = StackChannel,
        Embryo = Embryo,
        Position = Position,
        Limits = options.Limits,
    };

    /// <summary>Whether nothing more will come but comparisons with tracks.</summary>
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
