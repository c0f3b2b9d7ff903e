namespace Elegans.Embryos;

/// <summary>An embryo seen in one frame.</summary>
/// <param name="Outline">Where, pixels of the frame.</param>
/// <param name="Confidence">The chance that it is one times how well the outline is expected to fit, 0 to 1: lower where there are a few nuclei.</param>
internal readonly record struct SeenEmbryo(EmbryoOutline Outline, double Confidence);
