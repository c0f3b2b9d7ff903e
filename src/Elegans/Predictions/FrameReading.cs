using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>What the network says of one frame on its own.</summary>
/// <param name="Frame">Which frame of its movie; 0 for a single image.</param>
/// <param name="Status">Whether the frame shows what the network can count.</param>
/// <param name="Cells">The number of cells of each lineage in table order, not rounded. Without meaning where the status says that there is nothing
/// to count.</param>
public sealed record FrameReading(FrameIndex Frame, FrameStatus Status, ImmutableArray<float> Cells)
{
    private readonly ByContent<ImmutableArray<float>> cells = new(Cells);
    private readonly ByContent<ImmutableArray<FoundNucleus>>? nuclei;

    /// <summary>The number of cells of each lineage in table order, not rounded.</summary>
    public ImmutableArray<float> Cells
    {
        get => cells.Value;
        init => cells = new(value);
    }

    /// <summary>
    /// The nuclei that were found, each where it is; null where they were not looked for (<see cref="LineagePopulationModel.FindNuclei"/>). Where many
    /// overlap some are missing.
    /// </summary>
    public ImmutableArray<FoundNucleus>? Nuclei
    {
        get => nuclei?.Value;
        init => nuclei = value is { } found ? new(found) : null;
    }

    /// <summary>
    /// The number of nuclei by counting alone: the sum of their density over the frame, which is read from the surroundings of a few nuclei and knows
    /// nothing of the embryo's age. Null where they were not looked for.
    /// </summary>
    public double? Counted { get; init; }

    /// <summary>A frame that could not be decoded.</summary>
    /// <param name="frame">Which one.</param>
    public static FrameReading OfDamaged(FrameIndex frame) => new(frame, FrameStatus.Damaged, [.. new float[FounderLineages.Count]]);

    /// <summary>Whether the frame shows labelled nuclei, so that <see cref="Cells"/> mean something.</summary>
    public bool ShowsNuclei => Status is FrameStatus.Ok or FrameStatus.BeyondRange or FrameStatus.CutOff or FrameStatus.Overlapping;
}
