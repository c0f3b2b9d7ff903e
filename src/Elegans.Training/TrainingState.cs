using System.Collections.Immutable;

namespace Elegans.Training;

/// <summary>How far a run has come; with weights and the optimiser's state, all that resuming needs.</summary>
public sealed record TrainingState
{
    /// <summary>The recipe the run follows.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>Which embryos are on which side.</summary>
    public required EmbryoSplit Split { get; init; }

    /// <summary>The learning rate and what it waits for.</summary>
    public required PlateauSchedule Schedule { get; init; }

    /// <summary>What every finished epoch came to.</summary>
    public ImmutableArray<EpochResult> History { get; init; } = [];

    /// <summary>The number of finished epochs.</summary>
    public int Epoch => History.Length;
}
