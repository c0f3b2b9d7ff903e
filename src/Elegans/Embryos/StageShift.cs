using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>By how much a whole frame moved since the one before: a stage that jumps, or drifts fast. By phase correlation.</summary>
internal sealed class StageShift : IDisposable
{
    /// <summary>Less than this many pixels of the halved reduced frame is left to the outlines: nuclei move too.</summary>
    private const double MinShift = 2.5;

    /// <summary>The shift must take away so much of the difference between the frames.</summary>
    private const double MaxLeft = 0.75;

    private readonly Mat window = new(), moved = new(), difference = new();
    private Mat before = new(), now = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[window, moved, difference, before, now]) mat.Dispose();
    }

    /// <summary>The shift since the frame before, pixels of the reduced frame; zero in the first.</summary>
    /// <returns>The shift, and how much of the difference between the frames it leaves: 1 where there is no shift.</returns>
    internal (double X, double Y, double Left) Next(Mat light)
    {
        (before, now) = (now, before);
        Cv2.Resize(light, now, new Size(Math.Max(8, light.Width / 2), Math.Max(8, light.Height / 2)), 0, 0, InterpolationFlags.Area);
        if (before.Size() != now.Size()) return (0, 0, 1);
        if (window.Size() != now.Size()) Cv2.CreateHanningWindow(window, now.Size(), MatType.CV_32FC1);
        Point2d shift = Cv2.PhaseCorrelate(before, now, window, out _);
        if (Math.Abs(shift.X) < MinShift && Math.Abs(shift.Y) < MinShift) return (0, 0, 1);
        double left = Left(shift);
        return left < MaxLeft ? (2 * shift.X, 2 * shift.Y, left) : (0, 0, 1);
    }

    private double Left(Point2d shift)
    {
        using Mat motion = Mat.FromPixelData(2, 3, MatType.CV_64FC1, new double[] { 1, 0, shift.X, 0, 1, shift.Y });
        Cv2.WarpAffine(before, moved, motion, now.Size());
        Cv2.Absdiff(now, before, difference);
        double still = Cv2.Mean(difference).Val0;
        Cv2.Absdiff(now, moved, difference);
        return Cv2.Mean(difference).Val0 / Math.Max(still, 1e-9);
    }
}
