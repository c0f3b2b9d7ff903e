namespace Elegans.Training.Recipe;

/// <summary>
/// A second stage at a lower rate, as the predecessor's notebook had it: the hardest training frames are laid out for
/// review, may be left out, and training goes on with a fresh optimiser.
/// </summary>
public sealed record Refinement
{
    /// <summary>The number of epochs, after those of the first stage.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The first learning rate.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Frames in a batch. An epoch has as many frames as in the first stage.</summary>
    public int BatchSize { get; init; } = 18;

    /// <summary>What the learning rate is multiplied by on a plateau.</summary>
    public double PlateauFactor { get; init; } = 0.7;

    /// <summary>The share of the training frames that count as the hardest: those with the greatest loss.</summary>
    public double HardestShare { get; init; } = 0.01;

    /// <summary>Whether the hardest frames are left out from here on.</summary>
    public bool LeaveOutHardest { get; init; }
}
