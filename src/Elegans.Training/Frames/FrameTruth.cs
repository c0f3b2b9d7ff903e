using Elegans.Lineages;

namespace Elegans.Training.Frames;

/// <summary>What is known of a training frame.</summary>
/// <param name="Counts">The living cells of each lineage; null where the frame shows no labelled nuclei.</param>
/// <param name="Missing">How many more are known to live without having been traced: the count of such a lineage is not known.</param>
internal readonly record struct FrameTruth(LineageCounts? Counts, LineageCounts Missing)
{
    /// <summary>A lineage of which more than one cell in twenty is missing has no target.</summary>
    internal const double BearableShare = 0.05;

    /// <summary>An image that shows something else.</summary>
    internal static FrameTruth NotNuclei { get; } = new(null, default);

    /// <summary>The count of a lineage; null where it is not known.</summary>
    /// <param name="lineage">The lineage; null for the total.</param>
    internal int? CountOf(Lineage? lineage) => lineage is not { } one ? Counts?.Total : IsKnown(one) ? Counts?[one] : null;

    /// <summary>Whether the count of a lineage is known.</summary>
    internal bool IsKnown(Lineage lineage) => Counts is { } counts && Missing[lineage] <= BearableShare * (Missing[lineage] + counts[lineage]);
}
