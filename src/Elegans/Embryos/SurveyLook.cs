using Elegans.Lineages;

namespace Elegans.Embryos;

/// <summary>What one look at a movie showed.</summary>
/// <param name="Frame">Which frame.</param>
/// <param name="Embryos">What was seen in it alone.</param>
/// <param name="ShiftX">By how many pixels everything moved since the look before.</param>
/// <param name="ShiftY">The same along y.</param>
/// <param name="Width">Width of the frame.</param>
/// <param name="Height">Height of the frame.</param>
internal sealed record SurveyLook(FrameIndex Frame, SeenEmbryo[] Embryos, double ShiftX, double ShiftY, int Width, int Height);
