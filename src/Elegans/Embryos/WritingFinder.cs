using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// Finds writing, bars and arrows in one frame: what is about as bright as the picture gets, and changes from dark to bright within a pixel.
/// Nuclei do not: a microscope smears every edge over several.
/// </summary>
/// <remarks>Not safe for use by several threads at once: it reuses its buffers.</remarks>
internal sealed class WritingFinder : IDisposable
{
    /// <summary>A step from one pixel to the next of this share of the brightest level; of 8 bits, at least this many.</summary>
    private const double MinStep = 0.5, MinLevels = 70;

    /// <summary>Bright pixels of writing have an edge beside them so often; those of a bar fill a rectangle so well.</summary>
    private const double MinEdges = 0.3, MinFilled = 0.85;

    /// <summary>So many of the bright pixels of writing are nearly as bright as its brightest.</summary>
    private const double MinFull = 0.25, MinEven = 0.8;

    /// <summary>Writing takes less of the frame than this, one way or the other.</summary>
    private const double MaxSpan = 0.7;

    private readonly Mat across = new(), down = new(), edges = new(), bright = new(), small = new(), full = new();
    private readonly Mat labels = new(), statistics = new(), middles = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[across, down, edges, bright, small, full, labels, statistics, middles]) mat.Dispose();
    }

    /// <summary>Upright rectangles around writing, pixels of the frame.</summary>
    /// <param name="pixels">The frame, 8 or 16 bits.</param>
    internal List<Rect> Find(Mat pixels)
    {
        var found = new List<Rect>();
        (int width, int height) = (pixels.Width, pixels.Height);
        if (width < 32 || height < 32) return found;
        Cv2.MinMaxLoc(pixels, out _, out double highest);
        double step = MinStep * highest;
        if (pixels.Depth() == MatType.CV_8U && step < MinLevels) return found;
        if (!FindEdges(pixels, step)) return found;
        Cv2.Compare(pixels, Scalar.All(0.6 * highest), bright, CmpTypes.GT);
        // Letters of a line stand closer than they are high.
        double factor = ReducedFrame.FactorOf(width, height);
        Cv2.Resize(edges, small, new Size(Math.Max(1, (int)(width / factor)), Math.Max(1, (int)(height / factor))), 0, 0, InterpolationFlags.Area);
        Cv2.Threshold(small, small, 10, 255, ThresholdTypes.Binary);
        using Mat line = Mat.Ones(3, 7, MatType.CV_8UC1);
        Cv2.Dilate(small, small, line);
        int count = Cv2.ConnectedComponentsWithStats(small, labels, statistics, middles);
        for (int i = 1; i < count; i++)
        {
            int left = statistics.At<int>(i, 0), top = statistics.At<int>(i, 1);
            var box = new Rect(
                (int)(left * factor), (int)(top * factor), (int)(statistics.At<int>(i, 2) * factor), (int)(statistics.At<int>(i, 3) * factor));
            box &= new Rect(0, 0, width, height);
            // What goes round the frame is a border; hidden as one rectangle, nothing would be left.
            if (box.Width > MaxSpan * width && box.Height > MaxSpan * height) continue;
            if (box.Width > 0 && box.Height > 0 && IsWriting(pixels, box)) found.Add(box);
        }

        return found;
    }

    private bool FindEdges(Mat pixels, double step)
    {
        (int width, int height) = (pixels.Width, pixels.Height);
        using (Mat left = pixels[new Rect(0, 0, width - 1, height - 1)])
        using (Mat right = pixels[new Rect(1, 0, width - 1, height - 1)])
        using (Mat below = pixels[new Rect(0, 1, width - 1, height - 1)])
        {
            Cv2.Absdiff(left, right, across);
            Cv2.Absdiff(left, below, down);
        }

        Cv2.Max(across, down, across);
        Cv2.Compare(across, Scalar.All(step), edges, CmpTypes.GT);
        return Cv2.CountNonZero(edges) > 4;
    }

    /// <summary>Writing is of one brightness, but for its edges; nuclei are not.</summary>
    private bool EvenlyBright(Mat pixels, Rect box, int shining)
    {
        using Mat part = pixels[box];
        Cv2.MinMaxLoc(part, out _, out double highest);
        Cv2.Compare(part, Scalar.All(MinEven * highest), full, CmpTypes.GT);
        return Cv2.CountNonZero(full) >= MinFull * shining;
    }

    private bool IsWriting(Mat pixels, Rect box)
    {
        using Mat lit = bright[box];
        int shining = Cv2.CountNonZero(lit);
        if (shining < 3) return false;
        using Mat edged = edges[box & new Rect(0, 0, edges.Width, edges.Height)];
        int edge = Cv2.CountNonZero(edged);
        if (edge >= MinEdges * shining) return EvenlyBright(pixels, box, shining);
        if (edge < 0.1 * shining) return false;
        // A bar is an upright rectangle, long and filled.
        using Mat points = new();
        Cv2.FindNonZero(lit, points);
        Rect tight = Cv2.BoundingRect(points);
        int longer = Math.Max(tight.Width, tight.Height), shorter = Math.Min(tight.Width, tight.Height);
        return longer >= 3 * shorter && shining >= MinFilled * longer * shorter;
    }
}
