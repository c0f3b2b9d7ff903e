namespace Elegans.Training.Recipe;

/// <summary>Epochs in a row that are trained alike.</summary>
/// <param name="First">Finished epochs before its first one.</param>
/// <param name="Epochs">How many epochs it has.</param>
/// <param name="BatchSize">Frames in a batch.</param>
/// <param name="BatchesPerEpoch">Batches in an epoch.</param>
/// <param name="BatchesBefore">Batches of the stages before: batches are numbered through the run.</param>
internal readonly record struct TrainingStage(int First, int Epochs, int BatchSize, int BatchesPerEpoch, long BatchesBefore)
{
    /// <summary>Batches of this stage before one of its epochs.</summary>
    internal long BatchesUntil(int epoch) => (long)(epoch - First) * BatchesPerEpoch;
}
