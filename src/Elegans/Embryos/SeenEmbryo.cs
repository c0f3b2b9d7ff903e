namespace Elegans.Embryos;

/// <summary>An embryo seen in one frame.</summary>
/// <param name="Outline">Where, pixels of the frame.</param>
/// <param name="Confidence">How far the outline can be trusted, 0 to 1: near 1 where nuclei fill the shell, low where there are a few.</param>
/// <param name="Spots">How many bright spots were told apart; not a count of cells.</param>
internal readonly record struct SeenEmbryo(EmbryoOutline Outline, double Confidence, int Spots);
