using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elegans.Cli.Many;

/// <summary>What a worker says of a job, one line of JSON each: how far it is, then what came of it.</summary>
internal sealed record PredictionReport
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Frames read so far; null in the last report.</summary>
    public int? FramesRead { get; init; }

    /// <summary>Why the input cannot be used; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>What the input came to; null where it came to nothing.</summary>
    public PredictedInput? Predicted { get; init; }

    /// <summary>Whether the job is over.</summary>
    [JsonIgnore]
    public bool IsLast => FramesRead is null;

    internal static PredictionReport? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PredictionReport>(line, Json);
        }
        catch (JsonException)
        {
            // A native library that writes to standard output is no report.
            return null;
        }
    }

    /// <summary>The report as one line.</summary>
    internal string ToLine() => JsonSerializer.Serialize(this, Json);
}
