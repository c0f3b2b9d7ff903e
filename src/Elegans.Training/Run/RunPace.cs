using System.Diagnostics;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>How quickly an epoch goes on, and how long the run will take.</summary>
/// <param name="begun">The state at the epoch's beginning, or where a resumed run takes it up.</param>
/// <param name="stage">The stage of the epoch.</param>
/// <param name="recipe">How much there is to do.</param>
/// <param name="atPeak">Frames a second at the processor's peak; null where that is not known.</param>
internal sealed class RunPace(TrainingState begun, TrainingStage stage, TrainingRecipe recipe, double? atPeak)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>How long the batches of the epoch took, in seconds, those before a resumption among them.</summary>
    internal double Seconds => begun.EpochSeconds + clock.Elapsed.TotalSeconds;

    /// <summary>The progress at a state.</summary>
    internal TrainingProgress Progress(TrainingState state, double rate, EpochResult? finished)
    {
        int batches = state.Batch - begun.Batch, batchesLeft = ((stage.First + stage.Epochs - state.Epoch) * stage.BatchesPerEpoch) - state.Batch;
        double framesLeft = ((double)batchesLeft * stage.BatchSize)
            + (stage.First == 0 && recipe.Refinement is { } later ? (double)later.Epochs * recipe.BatchesPerEpoch * recipe.BatchSize : 0);
        double perSecond = batches * stage.BatchSize / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
        return new TrainingProgress(
            finished?.Epoch ?? state.Epoch + 1, recipe.AllEpochs, state.Batch, stage.BatchesPerEpoch, state.LossSum / Math.Max(1, state.Batch), rate,
            perSecond, perSecond > 0 ? perSecond / atPeak : null, perSecond > 0 ? TimeSpan.FromSeconds(framesLeft / perSecond) : TimeSpan.Zero, finished);
    }
}
