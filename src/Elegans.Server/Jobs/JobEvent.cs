using Elegans.Lineages;
namespace Elegans.Server.Jobs;

/// <summary>Something that happened to a job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Job">The job as it is now; null where it was removed.</param>
/// <param name="Readings">What was read since the last event: the frame and, where it shows nuclei, the cells of A, E, M, P,
/// C, D, Z and in all; null where nothing was.</param>
public sealed record JobEvent(string Id, MovieJob? Job, IReadOnlyList<int[]>? Readings = null)
{
    private readonly ByContent<IReadOnlyList<int[]>?> readings = new(Readings);

    /// <summary>What was read since the last event; null where nothing was.</summary>
    public IReadOnlyList<int[]>? Readings
    {
        get => readings.Value;
        init => readings = new(value);
    }
}
