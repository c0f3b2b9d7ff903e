namespace Elegans.Imaging;

/// <summary>An upright rectangle of a frame, in its pixels.</summary>
/// <param name="X">Its left side, pixels from the left.</param>
/// <param name="Y">Its top, pixels from the top.</param>
/// <param name="Width">Its width in pixels, at least 1.</param>
/// <param name="Height">Its height in pixels, at least 1.</param>
public readonly record struct FrameRegion(int X, int Y, int Width, int Height)
{
    /// <summary>Shows the rectangle as it is asked for.</summary>
    public override string ToString() => FormattableString.Invariant($"{X},{Y},{Width},{Height}");
}
