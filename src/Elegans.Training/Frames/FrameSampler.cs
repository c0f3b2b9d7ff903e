using Elegans.Annotation;

namespace Elegans.Training.Frames;

/// <summary>Draws embryos and time points so that every stage of development is seen about as often.</summary>
internal sealed class FrameSampler
{
    private const int StagesPerDoubling = 3;
    private const int MinFramesOfStage = 30;
    private readonly (TracedEmbryo Embryo, TimePoint Time)[][] stages;
    private readonly (TracedEmbryo Embryo, TimePoint Time)[] all;
    private readonly double balancedShare;

    internal FrameSampler(IEnumerable<TracedEmbryo> embryos, double balancedShare, Func<TracedEmbryo, TimePoint, bool>? isThere = null)
    {
        this.balancedShare = balancedShare;
        all = [.. embryos.SelectMany(embryo => embryo.UsableTimePoints().Where(time => isThere?.Invoke(embryo, time) ?? true).Select(time => (embryo, time)))];
        if (all.Length == 0) throw new ArgumentException("No frame of these embryos can be trained on.", nameof(embryos));
        var byStage = all.GroupBy(frame => (int)(StagesPerDoubling * Math.Log2(frame.Embryo.Track.CountsAt(frame.Time)!.Value.Total)))
            .OrderBy(stage => stage.Key).Select(stage => stage.ToArray()).ToArray();
        stages = [.. byStage.Where(stage => stage.Length >= Math.Min(MinFramesOfStage, all.Length / 10))];
        if (stages.Length == 0) stages = byStage;
    }

    internal int Frames => all.Length;

    internal (TracedEmbryo Embryo, TimePoint Time) Draw(Random random)
    {
        (TracedEmbryo, TimePoint)[] among = random.NextDouble() < balancedShare ? stages[random.Next(stages.Length)] : all;
        return among[random.Next(among.Length)];
    }
}
