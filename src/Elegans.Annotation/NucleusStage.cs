using Elegans.Evaluation;

namespace Elegans.Annotation;

/// <summary>Found nuclei against traced ones, at one stage of development.</summary>
/// <param name="MinCells">The fewest traced cells of its frames.</param>
/// <param name="MaxCells">The most traced cells.</param>
/// <param name="Frames">How many frames it has.</param>
/// <param name="Match">How the nuclei of all its frames fit.</param>
/// <param name="CountedShareError">The mean over frames of |counted − traced| / traced, where counted is the sum of the density of nuclei.</param>
/// <param name="CountedBias">The mean over frames of counted / traced − 1.</param>
public sealed record NucleusStage(int MinCells, int MaxCells, int Frames, NucleusMatch Match, double CountedShareError, double CountedBias);
