using Elegans.Imaging;

namespace Elegans.Cli.Many;

/// <summary>One input to predict and where its table goes: what a worker is asked to do.</summary>
/// <param name="Input">The movie or image.</param>
/// <param name="Output">The table to write.</param>
/// <param name="Model">The model package; null for the one that ships.</param>
/// <param name="Channel">Which colour shows the nuclei.</param>
/// <param name="PerFrame">Whether every frame stands for itself.</param>
/// <param name="IntervalMinutes">Minutes between frames; null where that is found from the movie.</param>
/// <param name="Intervals">Whether every lineage's interval is written.</param>
/// <param name="Threads">Threads for the network; null for all processors.</param>
/// <param name="Limits">How large the input may be.</param>
internal sealed record PredictionJob(string Input, string Output, string? Model, NuclearChannel Channel, bool PerFrame, double? IntervalMinutes, bool Intervals, int? Threads, InputLimits Limits);
