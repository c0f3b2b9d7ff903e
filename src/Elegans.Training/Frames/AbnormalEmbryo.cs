using Elegans.Annotation;
using Elegans.Lineages;
using Elegans.Simulation.Abnormal;

namespace Elegans.Training.Frames;

/// <summary>Draws how an embryo is abnormal.</summary>
internal static class AbnormalEmbryo
{
    /// <summary>One lineage, at random, lags, hurries or stops, from some time in the first half of the track on.</summary>
    /// <returns>Null where the lineage does not occur.</returns>
    internal static NucleiTrack? Draw(NucleiTrack track, Random random)
    {
        Lineage lineage = Heterochrony.Candidates[random.Next(Heterochrony.Candidates.Count)];
        TimePoint onset = track.TimePoints[random.Next((track.TimePoints.Count / 2) + 1)];
        double pace = random.NextDouble() switch
        {
            < 0.25 => 0,
            < 0.75 => 0.3 + (0.5 * random.NextDouble()),
            _ => 1.2 + (0.6 * random.NextDouble()),
        };
        return Heterochrony.Of(track, lineage, onset, pace);
    }
}
