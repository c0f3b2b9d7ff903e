using Elegans.Embryos;

namespace Elegans.Models;

/// <summary>Where the pixels of a frame lie in the network's input: turned, scaled and shifted. The middle of the first pixel of each is 0.</summary>
/// <param name="Xx">Pixels of the input to the right for one of the frame to the right.</param>
/// <param name="Xy">Pixels of the input to the right for one of the frame downwards.</param>
/// <param name="X">Where the frame's first pixel lies.</param>
/// <param name="Yx">Pixels of the input downwards for one of the frame to the right.</param>
/// <param name="Yy">Pixels of the input downwards for one of the frame downwards.</param>
/// <param name="Y">Where the frame's first pixel lies.</param>
internal readonly record struct InputPlacement(double Xx, double Xy, double X, double Yx, double Yy, double Y)
{
    /// <summary>Pixels of the input for one of the frame.</summary>
    internal double Scale => Math.Sqrt(Math.Abs(Determinant));

    private double Determinant => (Xx * Yy) - (Xy * Yx);

    /// <summary>A whole frame, fitted with its aspect kept; upright frames are turned on their side.</summary>
    internal static InputPlacement OfWhole(InputSpecification input, int width, int height)
    {
        bool isTurned = IsTurned(input, width, height);
        (int across, int down) = isTurned ? (height, width) : (width, height);
        (int fittedWidth, int fittedHeight) = FittedSize(input, width, height);
        double scaleX = fittedWidth / (double)across, scaleY = fittedHeight / (double)down;
        double left = ((input.Width - fittedWidth) / 2) + (0.5 * scaleX) - 0.5, top = ((input.Height - fittedHeight) / 2) + (0.5 * scaleY) - 0.5;
        return isTurned ? new InputPlacement(0, scaleX, left, scaleY, 0, top) : new InputPlacement(scaleX, 0, left, 0, scaleY, top);
    }

    /// <summary>An embryo cut out of its frame by <see cref="EmbryoCrop"/>.</summary>
    internal static InputPlacement OfEmbryo(EmbryoOutline outline, int width, int height)
    {
        double scale = EmbryoCrop.ScaleOf(outline, width, height);
        (double sine, double cosine) = Math.SinCos(outline.Angle);
        (double xx, double xy, double yx, double yy) = (cosine * scale, sine * scale, -sine * scale, cosine * scale);
        return new InputPlacement(
            xx, xy, ((width - 1) / 2.0) - (xx * outline.CentreX) - (xy * outline.CentreY),
            yx, yy, ((height - 1) / 2.0) - (yx * outline.CentreX) - (yy * outline.CentreY));
    }

    /// <summary>The size that a whole frame has in the input.</summary>
    internal static (int Width, int Height) FittedSize(InputSpecification input, int width, int height)
    {
        (int across, int down) = IsTurned(input, width, height) ? (height, width) : (width, height);
        double scale = Math.Min(input.Width / (double)across, input.Height / (double)down);
        return (Math.Clamp((int)Math.Round(across * scale), 1, input.Width), Math.Clamp((int)Math.Round(down * scale), 1, input.Height));
    }

    /// <summary>Whether a frame is turned on its side.</summary>
    internal static bool IsTurned(InputSpecification input, int width, int height) => input.Width > input.Height && height > width;

    /// <summary>The same for an input whose first pixel lies elsewhere.</summary>
    internal InputPlacement ShiftedBy(double x, double y) => this with { X = X + x, Y = Y + y };

    /// <summary>Where a point of the frame lies in the input.</summary>
    internal (double X, double Y) ToInput(double x, double y) => ((Xx * x) + (Xy * y) + X, (Yx * x) + (Yy * y) + Y);

    /// <summary>Where a point of the input lies in the frame.</summary>
    internal (double X, double Y) ToFrame(double x, double y)
    {
        (double dx, double dy, double determinant) = (x - X, y - Y, Determinant);
        return (((Yy * dx) - (Xy * dy)) / determinant, ((Xx * dy) - (Yx * dx)) / determinant);
    }
}
