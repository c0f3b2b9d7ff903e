using Elegans.Lineages;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>What averaged weights make of the frames that validate, always the same ones.</summary>
internal sealed record ValidationRun(double Loss, IReadOnlyList<(LineageCounts Predicted, LineageCounts Truth)> Frames)
{
    private const int ValidationStream = 1;

    /// <summary>Their errors.</summary>
    internal CountErrors Errors => CountErrors.Of(Frames);

    /// <summary>Validates.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="source">The frames.</param>
    /// <param name="recipe">How many frames, and how they are prepared.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static ValidationRun Of(TrainedWeights weights, IFrameSource source, TrainingRecipe recipe, CancellationToken cancellation)
    {
        using var renderer = new BatchRenderer(source, recipe, ValidationStream);
        var frames = new List<(LineageCounts, LineageCounts)>();
        double sum = 0;
        int batches = Math.Max(1, recipe.ValidationFrames / recipe.BatchSize);
        for (int number = 0; number < batches; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch batch = renderer.Render(number, recipe.BatchSize);
            (double loss, IReadOnlyList<(double, LineageCounts Predicted)> judged) = weights.Judge(batch);
            sum += loss;
            // A published table may label frames as empty. They count in the loss; an error in percent of no cells there is not.
            frames.AddRange(judged.Select(frame => frame.Predicted).Zip(batch.Targets.Chunk(FounderLineages.Count).Select(row => weights.Unscale(row)))
                .Where(frame => frame.Second.Total > 0));
        }

        return new ValidationRun(sum / batches, frames);
    }

    /// <summary>What an epoch came to.</summary>
    /// <param name="state">The state after its last batch.</param>
    /// <param name="batches">How many batches it had.</param>
    /// <param name="rate">The learning rate at its end.</param>
    /// <param name="seconds">How long it took.</param>
    internal EpochResult ResultOf(TrainingState state, int batches, double rate, double seconds) =>
        new(state.Epoch + 1, rate, state.LossSum / batches, Loss, Errors, seconds);
}
