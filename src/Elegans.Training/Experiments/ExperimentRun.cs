using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Training.Experiments;

/// <summary>A finished run of the experiment.</summary>
/// <param name="Labels">Which labels it learnt.</param>
/// <param name="Package">The package with its best weights.</param>
/// <param name="State">What became of it.</param>
public sealed record ExperimentRun(LabelSource Labels, string Package, TrainingState State)
{
    /// <summary>What the page calls it.</summary>
    public string Name => Labels == LabelSource.Published ? "notebook's preset, stretched labels" : "notebook's preset, true labels";

    /// <summary>The seed of its first weights and of its frames.</summary>
    public int Seed => State.Recipe.Seed;
}
