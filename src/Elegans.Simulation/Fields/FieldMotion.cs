namespace Elegans.Simulation.Fields;

/// <summary>How a field moves through a movie: the stage drifts and jumps, embryos turn.</summary>
/// <param name="DriftX">Pixels a frame.</param>
/// <param name="DriftY">Pixels a frame.</param>
/// <param name="JumpFrame">From which frame on the stage stands elsewhere; null where it does not jump.</param>
/// <param name="JumpX">By how many pixels.</param>
/// <param name="JumpY">By how many pixels.</param>
/// <param name="Turn">Radians a frame by which every embryo turns about its middle.</param>
internal sealed record FieldMotion(double DriftX = 0, double DriftY = 0, int? JumpFrame = null, double JumpX = 0, double JumpY = 0, double Turn = 0)
{
    /// <summary>By how much everything is shifted in a frame.</summary>
    internal (double X, double Y) ShiftAt(int frame) => frame >= JumpFrame
        ? ((DriftX * frame) + JumpX, (DriftY * frame) + JumpY)
        : (DriftX * frame, DriftY * frame);
}
