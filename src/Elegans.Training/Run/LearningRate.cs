using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>The learning rate of a batch: the schedule's, after a warm-up at the run's start, and with a cool-down at the stage's end.</summary>
internal static class LearningRate
{
    /// <summary>The rate.</summary>
    /// <param name="recipe">Warm-up and cool-down.</param>
    /// <param name="schedule">What plateaus have made of the first rate.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="step">Batches of the stage before this one.</param>
    internal static double At(TrainingRecipe recipe, PlateauSchedule schedule, TrainingStage stage, long step)
    {
        double warmUp = stage.First == 0 ? Math.Min(1, (step + 1) / (double)Math.Max(1, recipe.WarmUpBatches)) : 1;
        double share = step / (double)stage.BatchesUntil(stage.First + stage.Epochs);
        double coolDown = recipe.CooldownShare > 0 ? Math.Min(1, (1 - share) / recipe.CooldownShare) : 1;
        return schedule.LearningRate * warmUp * coolDown;
    }
}
