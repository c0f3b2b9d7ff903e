using Elegans.Annotation;
using Elegans.Lineages;

namespace Elegans.Simulation.Abnormal;

/// <summary>Embryos one lineage of which keeps a time of its own, as in many mutants: it lags, it hurries, or it stops dividing.</summary>
/// <remarks>
/// For training and testing only: the nuclei of the lineage are those of the same embryo at another time, so that some
/// overlap with their neighbours. Heterochronic lineages of <i>C. elegans</i> are described by Ambros and Horvitz 1984,
/// https://doi.org/10.1126/science.6494891.
/// </remarks>
public static class Heterochrony
{
    /// <summary>The lineages that can be off: all that grow to more than two cells.</summary>
    public static IReadOnlyList<Lineage> Candidates { get; } = [Lineage.A, Lineage.E, Lineage.M, Lineage.C, Lineage.D];

    /// <summary>Lets one lineage of an embryo develop at a pace of its own.</summary>
    /// <param name="track">A normal embryo.</param>
    /// <param name="lineage">The lineage.</param>
    /// <param name="onset">When it leaves the others' pace; not before its founder cell is born.</param>
    /// <param name="pace">Its pace, with the others' as 1; 0 where it stops.</param>
    /// <returns>The embryo, as long as there is a nucleus to show for every lineage; null where the lineage does not occur in the track.</returns>
    public static NucleiTrack? Of(NucleiTrack track, Lineage lineage, TimePoint onset, double pace)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentOutOfRangeException.ThrowIfNegative(pace);
        TimePoint? born = track.TimePoints.Where(time => track.NucleiAt(time).Any(nucleus => BelongsTo(nucleus, lineage))).Select(time => (TimePoint?)time)
            .FirstOrDefault();
        if (born is null) return null;
        int start = Math.Max(born.Value.Value, onset.Value);
        var observations = new List<(TimePoint, Nucleus)>();
        foreach (TimePoint time in track.TimePoints)
        {
            var own = new TimePoint(time.Value <= start ? time.Value : start + (int)Math.Round((time.Value - start) * pace));
            if (!track.IsAnnotated(own)) continue;
            observations.AddRange(track.NucleiAt(time).Where(nucleus => !BelongsTo(nucleus, lineage)).Select(nucleus => (time, nucleus)));
            observations.AddRange(track.NucleiAt(own).Where(nucleus => BelongsTo(nucleus, lineage)).Select(nucleus => (time, nucleus)));
        }

        return new NucleiTrack($"{track.Name} with {lineage} at pace {pace:0.##}", observations);
    }

    /// <summary>The founder cell or one of its descendants; a founder's mother (EMS) keeps the others' time.</summary>
    private static bool BelongsTo(Nucleus nucleus, Lineage lineage) => nucleus.Lineage == lineage && nucleus.Cell != "EMS";
}
