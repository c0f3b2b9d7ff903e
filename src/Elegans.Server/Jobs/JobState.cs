using System.Text.Json.Serialization;

namespace Elegans.Server.Jobs;

/// <summary>How far a movie is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being read.</summary>
    Running,

    /// <summary>It is read; its results are there.</summary>
    Done,

    /// <summary>It cannot be used; the reason says why.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}
