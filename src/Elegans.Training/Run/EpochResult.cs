using Elegans.Lineages;

namespace Elegans.Training.Run;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">Its number, counted from 1; 0 stands for the weights that the run started from.</param>
/// <param name="LearningRate">The learning rate at its end.</param>
/// <param name="TrainingLoss">The mean loss over its batches; null for the weights that the run started from.</param>
/// <param name="ValidationLoss">The loss of the averaged weights on embryos that are not trained on.</param>
/// <param name="ValidationErrors">Their errors in cells on the same frames.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EpochResult(
    int Epoch, double LearningRate, double? TrainingLoss, double ValidationLoss, CountErrors ValidationErrors, double Seconds);
