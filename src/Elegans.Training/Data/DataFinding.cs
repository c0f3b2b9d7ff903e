using Elegans.Lineages;

namespace Elegans.Training.Data;

/// <summary>Something that is left out of training, and why.</summary>
/// <param name="Embryo">The embryo's name.</param>
/// <param name="Frame">The frame; null where the whole movie is left out.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Detail">The same in words, with what was measured.</param>
public sealed record DataFinding(string Embryo, FrameIndex? Frame, DataProblem Problem, string Detail);
