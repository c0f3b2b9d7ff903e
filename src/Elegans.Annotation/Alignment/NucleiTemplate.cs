using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Annotation.Alignment;

/// <summary>Small pictures, centred and of unit length, whose product is their correlation (Pearson's).</summary>
internal static class NucleiTemplate
{
    /// <summary>Annotated diameters reach a little beyond what looks bright; measured on real movies (docs/rendering.md).</summary>
    private const double BrightShare = 0.86;

    /// <summary>The picture of a frame.</summary>
    /// <returns>Null where the frame has no contrast at all.</returns>
    internal static float[]? OfFrame(NuclearImage image, Size size)
    {
        using Mat real = new(), small = new();
        image.Pixels.ConvertTo(real, MatType.CV_32F);
        Cv2.Resize(real, small, size, 0, 0, InterpolationFlags.Area);
        return Normalised(MatSpans.Of<float>(small));
    }

    /// <summary>The picture that the nuclei of one time point would give: a disc for each, dimmer with depth.</summary>
    /// <param name="nuclei">The nuclei.</param>
    /// <param name="size">Size of the picture.</param>
    /// <param name="scale">Pixels of the picture for each pixel of the track.</param>
    /// <param name="shiftX">Where the track's left edge lies in the picture.</param>
    /// <param name="shiftY">Where the track's upper edge lies in the picture.</param>
    internal static float[]? OfNuclei(IReadOnlyList<Nucleus> nuclei, Size size, double scale, double shiftX = 0, double shiftY = 0)
    {
        using Mat picture = Draw(nuclei, size, scale, shiftX, shiftY);
        return Normalised(MatSpans.Of<float>(picture));
    }

    /// <summary>Draws the nuclei of one time point: a disc for each, dimmer with depth.</summary>
    /// <inheritdoc cref="OfNuclei"/>
    internal static Mat Draw(IReadOnlyList<Nucleus> nuclei, Size size, double scale, double shiftX, double shiftY)
    {
        var picture = new Mat(size, MatType.CV_32FC1, Scalar.All(0));
        float nearest = nuclei.Min(n => n.Z), span = Math.Max(1, nuclei.Max(n => n.Z) - nearest);
        // The far ones first: near ones cover them, as the brighter do in a maximum projection.
        foreach (Nucleus nucleus in nuclei.OrderByDescending(n => n.Z))
        {
            const int shift = 4;
            var centre = new Point((int)(((nucleus.X * scale) + shiftX) * (1 << shift)), (int)(((nucleus.Y * scale) + shiftY) * (1 << shift)));
            int radius = Math.Max(1 << shift, (int)(nucleus.Diameter / 2 * BrightShare * scale * (1 << shift)));
            Cv2.Circle(picture, centre, radius, Scalar.All(1 - (0.5 * (nucleus.Z - nearest) / span)), -1, LineTypes.AntiAlias, shift);
        }

        Cv2.GaussianBlur(picture, picture, new Size(0, 0), 0.8);
        return picture;
    }

    /// <summary>Pearson's correlation of two pictures.</summary>
    internal static double Correlation(float[] first, float[] second)
    {
        float sum = 0;
        for (int i = 0; i < first.Length; i++) sum += first[i] * second[i];
        return sum;
    }

    /// <summary>A picture, centred and of unit length.</summary>
    /// <returns>Null where it has no contrast at all.</returns>
    internal static float[]? Normalised(ReadOnlySpan<float> pixels)
    {
        float[] picture = pixels.ToArray();
        double mean = 0, square = 0;
        foreach (float pixel in picture) mean += pixel;
        mean /= picture.Length;
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] -= (float)mean;
            square += picture[i] * picture[i];
        }

        if (square < 1e-6) return null;
        float scale = (float)(1 / Math.Sqrt(square));
        for (int i = 0; i < picture.Length; i++) picture[i] *= scale;
        return picture;
    }
}
