using Elegans.Lineages;

namespace Elegans.Embryos;

/// <summary>What one look at a movie showed.</summary>
/// <param name="frame">Which frame.</param>
/// <param name="embryos">What was seen in it alone.</param>
/// <param name="shiftX">By how many pixels everything moved since the look before.</param>
/// <param name="shiftY">The same along y.</param>
/// <param name="width">Width of the frame.</param>
/// <param name="height">Height of the frame.</param>
internal sealed class SurveyLook(FrameIndex frame, IReadOnlyList<SeenEmbryo> embryos, double shiftX, double shiftY, int width, int height)
{
    internal FrameIndex Frame => frame;

    internal IReadOnlyList<SeenEmbryo> Embryos => embryos;

    internal double ShiftX => shiftX;

    internal double ShiftY => shiftY;

    internal int Width => width;

    internal int Height => height;
}
