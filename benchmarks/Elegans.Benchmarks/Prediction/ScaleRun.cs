namespace Elegans.Benchmarks.Prediction;

/// <summary>The published tool on a movie of some length with some processors.</summary>
/// <param name="Frames">Frames of the movie.</param>
/// <param name="Cores">Processors it may use.</param>
/// <param name="Process">What it took.</param>
internal sealed record ScaleRun(int Frames, int Cores, WholeProcess Process);
