using System.Text.Json;
using System.Text.Json.Serialization;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Workers;

/// <summary>What a worker says of a job, one line of JSON each: how far it is, then what came of it.</summary>
public sealed record WorkerReport
{
    private readonly ByContent<IReadOnlyList<int[]>?> readings;
    private readonly ByContent<IReadOnlyList<int>?> morePositions, positions;
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Frames read so far; null in the last report.</summary>
    public int? FramesRead { get; init; }

    /// <summary>How many frames the movie's header promises.</summary>
    public int? FramesAnnounced { get; init; }

    /// <summary>What was read since the last report: the frame and, where it shows nuclei, the cells of each lineage in table order and in all.</summary>
    public IReadOnlyList<int[]>? Readings
    {
        get => readings.Value;
        init => readings = new(value);
    }

    /// <summary>The positions that the input holds besides the one that is read, told once, when it was opened.</summary>
    public IReadOnlyList<int>? MorePositions
    {
        get => morePositions.Value;
        init => morePositions = new(value);
    }

    /// <summary>All positions that the input holds, where there are several; told once, when it was opened.</summary>
    public IReadOnlyList<int>? Positions
    {
        get => positions.Value;
        init => positions = new(value);
    }

    /// <summary>Pictures of frames drawn so far.</summary>
    public int? Pictures { get; init; }

    /// <summary>A picture was drawn of every so many-th frame.</summary>
    public int? PictureStep { get; init; }

    /// <summary>Why the input cannot be used; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>What its user can ask for so that it is read.</summary>
    public InputRemedy Remedy { get; init; }

    /// <summary>What kind of failure that is, for programs; null where there is none.</summary>
    public WorkerFailure? Failure { get; init; }

    /// <summary>
    /// The end of what the process wrote on standard error, or the exception in full, for whoever looks for the fault; null where
    /// there is nothing. It may name folders of this machine and is not for visitors of a page.
    /// </summary>
    public string? LastWords { get; init; }

    /// <summary>What the input came to; null where it came to nothing, or was not predicted.</summary>
    public PredictedInput? Predicted { get; init; }

    /// <summary>How it compares with a track; null where it was not compared.</summary>
    public ComparedInput? Compared { get; init; }

    /// <summary>Whether the process that did the job can no longer be relied on.</summary>
    [JsonIgnore]
    internal bool IsOfProgram => Failure is WorkerFailure.Fault or WorkerFailure.Memory;

    /// <summary>Whether the job is over.</summary>
    [JsonIgnore]
    public bool IsLast => FramesRead is null;

    /// <summary>Reads a report; null where the line is none: a native library that writes to standard output reports nothing.</summary>
    /// <param name="line">The line.</param>
    public static WorkerReport? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerReport>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The report as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);
}
