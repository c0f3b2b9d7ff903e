using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Fields;

/// <summary>An embryo with its place in a field.</summary>
/// <param name="Renderer">The embryo.</param>
/// <param name="Outline">Where it lies in the first frame.</param>
/// <param name="Mirrored">Whether it is seen mirrored.</param>
/// <param name="Stretch">Lengthens it along its long axis.</param>
/// <param name="Start">Which of its annotated time points the first frame shows, counted from 0.</param>
/// <param name="Brightness">Relative to the others.</param>
internal sealed record FieldEmbryo(EmbryoRenderer Renderer, EmbryoOutline Outline, bool Mirrored, double Stretch, int Start, float Brightness)
{
    /// <summary>The time point that a frame shows; the last one where the track ends before.</summary>
    internal TimePoint TimeAt(int frame) => Renderer.Track.TimePoints[Math.Min(Start + frame, Renderer.Track.TimePoints.Count - 1)];

    /// <summary>The view that shows it in a field of some size, shifted and turned.</summary>
    internal View ViewIn(int width, int height, double shiftX, double shiftY, double turn)
    {
        EmbryoOutline own = Renderer.OutlineIn(View.OfTrack(width, height));
        double scale = Outline.LongHalfAxis / own.LongHalfAxis;
        double angle = Outline.Angle + turn - (Mirrored ? Math.PI - own.Angle : own.Angle);
        return new View(
            width, height, scale, angle, Mirrored, Stretch, own.CentreX, own.CentreY, Outline.CentreX + shiftX, Outline.CentreY + shiftY);
    }
}
