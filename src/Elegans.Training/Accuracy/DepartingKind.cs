using Elegans.Lineages;

namespace Elegans.Training.Accuracy;

/// <summary>What an embryo's lineage does that departs.</summary>
/// <param name="Lineage">The lineage.</param>
/// <param name="Pace">Its pace, with the others' as 1; 0 where it stops.</param>
/// <param name="Name">What the page calls it.</param>
internal sealed record DepartingKind(Lineage Lineage, double Pace, string Name);
