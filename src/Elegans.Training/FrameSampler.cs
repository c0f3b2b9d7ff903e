using Elegans.Annotation;
using Elegans.Simulation.Rendering;

namespace Elegans.Training;

/// <summary>Draws embryos and time points so that every stage of development is seen about as often.</summary>
internal sealed class FrameSampler
{
    private const int StagesPerDoubling = 3;
    private const int LeastFramesOfStage = 30;
    private readonly (EmbryoRenderer Embryo, TimePoint Time)[][] stages;
    private readonly (EmbryoRenderer Embryo, TimePoint Time)[] all;
    private readonly double balancedShare;

    internal FrameSampler(IEnumerable<EmbryoRenderer> embryos, double balancedShare)
    {
        this.balancedShare = balancedShare;
        all = [.. embryos.SelectMany(embryo => Usable(embryo.Track).Select(time => (embryo, time)))];
        var byStage = all.GroupBy(frame => (int)(StagesPerDoubling * Math.Log2(frame.Embryo.Track.CountsAt(frame.Time)!.Value.Total)))
            .OrderBy(stage => stage.Key).Select(stage => stage.ToArray()).ToArray();
        stages = [.. byStage.Where(stage => stage.Length >= Math.Min(LeastFramesOfStage, all.Length / 10))];
    }

    internal int Frames => all.Length;

    internal (EmbryoRenderer Embryo, TimePoint Time) Draw(Random random)
    {
        (EmbryoRenderer, TimePoint)[] among = random.NextDouble() < balancedShare ? stages[random.Next(stages.Length)] : all;
        return among[random.Next(among.Length)];
    }

    /// <summary>
    /// The time points whose count can be trusted: there is a cell, and at most one nucleus in twenty has no lineage
    /// (tracing was still going on where more have none).
    /// </summary>
    internal static IEnumerable<TimePoint> Usable(NucleiTrack track) => track.TimePoints.Where(time =>
        track.CountsAt(time) is { Total: > 0 } counts && track.NucleiAt(time).Count - counts.Total <= Math.Max(2, counts.Total / 20));
}
