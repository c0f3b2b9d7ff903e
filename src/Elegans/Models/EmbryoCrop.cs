using Elegans.Embryos;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Models;

/// <summary>
/// Cuts one embryo out of a frame as the network knows embryos: its long axis level, its length a fixed share of the width, nothing else beside it. What
/// lies beyond the frame, other embryos and writing become as dark as the ground around the embryo.
/// </summary>
/// <remarks>Not safe for use by several threads at once: it reuses its buffers.</remarks>
internal sealed class EmbryoCrop : IDisposable
{
    /// <summary>The share of the width that the embryo's length takes, and the most of the height that its breadth does. EPIC's movies: 0.83 to 0.86.</summary>
    internal const double LengthShare = 0.85, MaxBreadthShare = 0.92;

    /// <summary>The ground is measured outside of embryos grown by this; light reaches a little beyond the outline.</summary>
    private const double GroundFrom = 1.15;

    /// <summary>Fewer pixels tell nothing of the ground.</summary>
    private const int MinGroundPixels = 64;

    private readonly Mat part = new(), reduced = new(), hidden = new(), ground = new(), move = new(2, 3, MatType.CV_64FC1);

    /// <summary>Cuts the embryo out.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="view">The embryo, and what is beside it.</param>
    /// <param name="width">Width of the network's input in pixels.</param>
    /// <param name="height">Height of the network's input in pixels.</param>
    /// <param name="crop">Receives the crop as real numbers.</param>
    internal void Cut(NuclearImage image, EmbryoView view, int width, int height, Mat crop)
    {
        EmbryoOutline outline = view.Outline;
        double scale = ScaleOf(outline, width, height);
        Rect around = Around(outline, scale, width, height, image.Width, image.Height);
        using (Mat seen = new(image.Pixels, around)) seen.ConvertTo(part, MatType.CV_32F);
        double factor = Math.Min(1, scale);
        if (factor < 1)
            Cv2.Resize(
                part, reduced, new Size(Math.Max(1, Math.Round(around.Width * factor)), Math.Max(1, Math.Round(around.Height * factor))), 0, 0,
                InterpolationFlags.Area);
        else part.CopyTo(reduced);
        (double across, double down) = (reduced.Width / (double)around.Width, reduced.Height / (double)around.Height);
        double dark = Hide(view, around, across, down);
        SetMove(outline, around, scale, across, down, width, height);
        Cv2.WarpAffine(
            reduced, crop, move, new Size(width, height), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Constant,
                Scalar.All(dark));
    }

    /// <summary>Pixels of the crop for one of the frame.</summary>
    internal static double ScaleOf(EmbryoOutline outline, int width, int height) =>
        Math.Min(LengthShare * width / (2 * outline.LongHalfAxis), MaxBreadthShare * height / (2 * outline.ShortHalfAxis));

    /// <inheritdoc/>
    public void Dispose()
    {
        part.Dispose();
        reduced.Dispose();
        hidden.Dispose();
        ground.Dispose();
        move.Dispose();
    }

    /// <summary>The upright rectangle of the frame that the crop is taken from.</summary>
    private static Rect Around(EmbryoOutline outline, double scale, int width, int height, int frameWidth, int frameHeight)
    {
        (double sine, double cosine) = Math.SinCos(outline.Angle);
        double halfWidth = ((Math.Abs(cosine) * width) + (Math.Abs(sine) * height)) / (2 * scale);
        double halfHeight = ((Math.Abs(sine) * width) + (Math.Abs(cosine) * height)) / (2 * scale);
        int left = Inside(outline.CentreX - halfWidth - 1, frameWidth - 1), right = Inside(outline.CentreX + halfWidth + 2, frameWidth - 1);
        int top = Inside(outline.CentreY - halfHeight - 1, frameHeight - 1), bottom = Inside(outline.CentreY + halfHeight + 2, frameHeight - 1);
        return new Rect(left, top, right - left + 1, bottom - top + 1);

        static int Inside(double place, int most) => (int)Math.Clamp(Math.Round(place), 0, most);
    }

    /// <summary>Makes what is not to be seen as dark as the ground; returns how dark that is.</summary>
    private double Hide(EmbryoView view, Rect around, double across, double down)
    {
        hidden.Create(reduced.Size(), MatType.CV_8UC1);
        hidden.SetTo(Scalar.All(0));
        ground.Create(reduced.Size(), MatType.CV_8UC1);
        ground.SetTo(Scalar.All(255));
        Draw(ground, view.Outline.Grown(GroundFrom), 0);
        foreach (EmbryoOutline other in view.Others)
        {
            Draw(ground, other.Grown(GroundFrom), 0);
            Draw(hidden, other.Grown(GroundFrom), 255);
        }

        // What two embryos share is looked at in both.
        if (view.Others.Length > 0) Draw(hidden, view.Outline, 0);
        foreach (Rect box in view.Writing)
        {
            var here = new Rect(
                (int)Math.Floor((box.X - around.X) * across), (int)Math.Floor((box.Y - around.Y) * down),
                (int)Math.Ceiling(box.Width * across) + 1, (int)Math.Ceiling(box.Height * down) + 1);
            Cv2.Rectangle(ground, here, Scalar.All(0), -1);
            Cv2.Rectangle(hidden, here, Scalar.All(255), -1);
        }

        double dark = Ground();
        if (view.Others.Length + view.Writing.Length > 0) reduced.SetTo(Scalar.All(dark), hidden);
        return dark;

        void Draw(Mat on, EmbryoOutline outline, int level) => Cv2.Ellipse(
            on, new RotatedRect(
                new Point2f((float)((outline.CentreX - around.X + 0.5) * across), (float)((outline.CentreY - around.Y + 0.5) * down)),
                new Size2f((float)(2 * outline.LongHalfAxis * across), (float)(2 * outline.ShortHalfAxis * down)),
                (float)double.RadiansToDegrees(outline.Angle)),
            Scalar.All(level), -1);
    }

    /// <summary>The median of the ground; of what is seen at all where there is too little ground.</summary>
    private double Ground()
    {
        var levels = new List<float>();
        ReadOnlySpan<float> pixels = MatSpans.Of<float>(reduced);
        ReadOnlySpan<byte> free = MatSpans.Of<byte>(ground);
        for (int i = 0; i < pixels.Length; i++)
            if (free[i] != 0) levels.Add(pixels[i]);
        if (levels.Count >= MinGroundPixels)
        {
            levels.Sort();
            return levels[levels.Count / 2];
        }

        float[] all = pixels.ToArray();
        Array.Sort(all);
        return all[all.Length / 20];
    }

    /// <summary>From a pixel of the crop to one of the reduced part of the frame.</summary>
    private void SetMove(EmbryoOutline outline, Rect around, double scale, double across, double down, int width, int height)
    {
        (double sine, double cosine) = Math.SinCos(outline.Angle);
        double middleX = (width - 1) / 2.0, middleY = (height - 1) / 2.0;
        Span<double> rows = stackalloc double[6];
        Row(rows[..3], cosine / scale, -sine / scale, outline.CentreX - around.X, across);
        Row(rows[3..], sine / scale, cosine / scale, outline.CentreY - around.Y, down);
        for (int i = 0; i < rows.Length; i++) move.Set(i / 3, i % 3, rows[i]);

        // The middle of pixel 0 is 0 in frame, part and crop; a part that was reduced has larger pixels.
        void Row(Span<double> row, double alongX, double alongY, double centre, double factor)
        {
            row[0] = alongX * factor;
            row[1] = alongY * factor;
            row[2] = ((centre - (alongX * middleX) - (alongY * middleY) + 0.5) * factor) - 0.5;
        }
    }
}
