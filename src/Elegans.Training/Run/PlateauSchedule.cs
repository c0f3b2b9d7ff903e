namespace Elegans.Training.Run;

/// <summary>
/// Lowers the learning rate when the validation loss no longer falls: PyTorch's <c>ReduceLROnPlateau</c> in its mode
/// for losses with a relative threshold, as a value that a checkpoint can hold.
/// </summary>
public sealed record PlateauSchedule
{
    /// <summary>The learning rate now.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What the learning rate is multiplied by on a plateau.</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>How many epochs without progress are borne before the learning rate falls.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>The least fall of the loss, as a share of the best, that counts as progress.</summary>
    public double Threshold { get; init; } = 0.005;

    /// <summary>The learning rate never falls below this.</summary>
    public double MinLearningRate { get; init; } = 1e-6;

    /// <summary>The least validation loss so far; null before the first epoch's end.</summary>
    public double? Best { get; init; }

    /// <summary>Epochs since the best.</summary>
    public int EpochsWithoutProgress { get; init; }

    /// <summary>The schedule after an epoch.</summary>
    /// <param name="validationLoss">The epoch's validation loss.</param>
    public PlateauSchedule After(double validationLoss)
    {
        if (Best is not { } best || validationLoss < best * (1 - Threshold)) return this with { Best = validationLoss, EpochsWithoutProgress = 0 };
        if (EpochsWithoutProgress < Patience) return this with { EpochsWithoutProgress = EpochsWithoutProgress + 1 };
        return this with { LearningRate = Math.Max(LearningRate * Factor, MinLearningRate), EpochsWithoutProgress = 0 };
    }
}
