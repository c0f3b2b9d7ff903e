using Elegans.Annotation;
using Elegans.Lineages;
using Elegans.Simulation.Abnormal;

namespace Elegans.Training.Accuracy;

/// <summary>Embryos with one lineage that stops, lags or hurries from a third of the track on, all in the same way, to be told apart by what departs.
/// </summary>
internal static class DepartingEmbryos
{
    private const double OnsetShare = 1 / 3.0;

    private static readonly DepartingKind[] Kinds =
    [
        new(Lineage.A, 0, "A stops"), new(Lineage.A, 0.5, "A at half its pace"), new(Lineage.E, 0, "E stops"), new(Lineage.E, 2, "E at twice its pace"),
        new(Lineage.M, 0, "M stops"), new(Lineage.C, 0, "C stops"),
    ];

    /// <summary>Every kind of an embryo; those whose lineage it lacks are left out.</summary>
    internal static IEnumerable<(DepartingKind Kind, NucleiTrack Track)> Of(NucleiTrack track)
    {
        TimePoint onset = track.TimePoints[(int)(track.TimePoints.Count * OnsetShare)];
        foreach (DepartingKind kind in Kinds)
            if (Heterochrony.Of(track, kind.Lineage, onset, kind.Pace) is { } departing) yield return (kind, departing);
    }
}
