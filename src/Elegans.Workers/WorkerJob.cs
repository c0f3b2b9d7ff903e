using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elegans.Workers;

/// <summary>What a worker process is asked to do with one movie or image, as a line of JSON.</summary>
/// <param name="Input">The movie or image.</param>
[JsonDerivedType(typeof(PredictionJob), "predict")]
[JsonDerivedType(typeof(AnimationJob), "animate")]
[JsonDerivedType(typeof(ComparisonJob), "compare")]
public abstract record WorkerJob(string Input)
{
    /// <summary>Reads a job.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="JsonException">It is no job.</exception>
    public static WorkerJob Parse(string line) => JsonSerializer.Deserialize<WorkerJob>(line) ?? throw new JsonException("A job is a line of JSON.");

    /// <summary>The job as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Does the work in this process.</summary>
    /// <param name="models">The models loaded so far.</param>
    /// <param name="tell">Told of progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What came of it.</returns>
    internal abstract WorkerReport Do(LoadedModels models, Action<WorkerReport> tell, CancellationToken cancellation);
}
