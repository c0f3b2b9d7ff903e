namespace Elegans.Training.Run;

/// <summary>What a running training reports after every few batches and at each epoch's end.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Batch">Batches finished in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Running mean of the training loss.</param>
/// <param name="LearningRate">The learning rate now.</param>
/// <param name="FramesPerSecond">Frames trained on a second.</param>
/// <param name="PeakShare">The share of what the processor can multiply at most that training reaches; null where that was not measured.</param>
/// <param name="Left">Estimated time left.</param>
/// <param name="Finished">The epoch's result, once it is over.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Batch, int Batches, double Loss, double LearningRate, double FramesPerSecond, double? PeakShare, TimeSpan Left,
        EpochResult? Finished)
{
    /// <summary>One line for a terminal or a log.</summary>
    public override string ToString()
    {
        string line = $"epoch {Epoch}/{Epochs}  batch {Batch}/{Batches}  loss {Loss:F5}  rate {LearningRate:0.0e0}  {FramesPerSecond:F0} frames/s"
            + $"{(PeakShare is { } share ? $" ({share:P0} of the processor's peak)" : "")}  {Left:h\\:mm\\:ss} left";
        if (Finished is { Epoch: 0 }) line = "weights at the start";
        return Finished is null
            ? line
            : $"{line}  | validation loss {Finished.ValidationLoss:F5}, total off by {Finished.ValidationErrors.TotalShareError:P1} "
                + $"({Finished.ValidationErrors.TotalError:F1} cells), lineages by {Finished.ValidationErrors.SummedLineageError:F1} cells";
    }
}
