using Elegans.Training.Run;

namespace Elegans.Training.Experiments;

/// <summary>A finished run of the experiment.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="Package">The package with its best weights.</param>
/// <param name="State">What became of it.</param>
public sealed record ExperimentRun(string Name, string Package, TrainingState State);
