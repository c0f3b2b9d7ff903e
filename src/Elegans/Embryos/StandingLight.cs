using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// Finds what stands bright at the same pixels in every frame that was looked at, with sharp edges: thick letters, logos, boxes and borders. Nuclei
/// move, divide and grow; a shell that is full and saturated has soft edges.
/// </summary>
/// <remarks>Feed it frames in order. Not safe for use by several threads.</remarks>
internal sealed class StandingLight : IDisposable
{
    /// <summary>Of fewer looks, nuclei that rest may stand still. After every so many more, it is looked for anew.</summary>
    private const int EnoughLooks = 6, LooksBetween = 4;

    /// <summary>How bright it is and how little it changes, as shares of the brightest level; of 8 bits, the brightest is at least so bright.</summary>
    private const double MinLight = 0.6, MaxChange = 0.06, MinHighest = 120;

    /// <summary>Fewer pixels are noise; more patches are a pattern.</summary>
    private const int MinArea = 12, MaxPatches = 400;

    /// <summary>Two pixels beside its edge it is dark, all around but for where letters touch.</summary>
    private const double MaxBeside = 0.3, MinSharp = 0.7;
    private const int Near = 1, Beside = 2, Margin = 3;

    /// <summary>A patch that spans more of the frame than this is covered by tiles of so many pixels.</summary>
    private const double LargeShare = 0.05;
    private const int Tile = 16;

    private Mat? least, most;
    private List<Rect> found = [];
    private int looks, lastSearched;

    /// <summary>Upright rectangles around it, pixels of the frame; none while too few frames were looked at.</summary>
    internal IReadOnlyList<Rect> Found => found;

    /// <inheritdoc/>
    public void Dispose()
    {
        least?.Dispose();
        most?.Dispose();
    }

    /// <summary>Looks at one more frame.</summary>
    /// <param name="pixels">The frame, 8 or 16 bits.</param>
    internal void Look(Mat pixels)
    {
        if (least is null || most is null || least.Size() != pixels.Size() || least.Type() != pixels.Type())
        {
            Dispose();
            (least, most, looks, lastSearched, found) = (pixels.Clone(), pixels.Clone(), 0, 0, []);
        }

        Cv2.Min(least, pixels, least);
        Cv2.Max(most, pixels, most);
        looks++;
        if (looks < EnoughLooks || (lastSearched > 0 && looks - lastSearched < LooksBetween)) return;
        lastSearched = looks;
        found = Search(least, most);
    }

    private static List<Rect> Search(Mat least, Mat most)
    {
        var boxes = new List<Rect>();
        Cv2.MinMaxLoc(most, out _, out double highest);
        if (most.Depth() == MatType.CV_8U && highest < MinHighest) return boxes;
        using Mat bright = new(), change = new(), standing = new(), dark = new(), labels = new(), statistics = new(), middles = new();
        Cv2.Compare(least, Scalar.All(MinLight * highest), bright, CmpTypes.GT);
        if (Cv2.CountNonZero(bright) < MinArea) return boxes;
        Cv2.Subtract(most, least, change);
        Cv2.Compare(change, Scalar.All(MaxChange * highest), standing, CmpTypes.LT);
        Cv2.BitwiseAnd(standing, bright, standing);
        Cv2.Compare(most, Scalar.All(MaxBeside * highest), dark, CmpTypes.LT);
        int count = Cv2.ConnectedComponentsWithStats(standing, labels, statistics, middles);
        if (count > MaxPatches) return boxes;
        for (int i = 1; i < count; i++)
        {
            var box = new Rect(statistics.At<int>(i, 0), statistics.At<int>(i, 1), statistics.At<int>(i, 2), statistics.At<int>(i, 3));
            if (statistics.At<int>(i, 4) >= MinArea && IsSharp(labels, dark, i, box)) boxes.AddRange(Covering(labels, i, box));
        }

        return boxes;
    }

    /// <summary>Rectangles that cover a patch: its own, or many small ones where it is large, such as a border that goes round the whole frame.</summary>
    private static List<Rect> Covering(Mat labels, int label, Rect box)
    {
        if (box.Width * box.Height <= LargeShare * labels.Width * labels.Height) return [Grown(box, Margin, labels.Size())];
        var tiles = new List<Rect>();
        for (int top = box.Top; top < box.Bottom; top += Tile)
        {
            for (int left = box.Left; left < box.Right; left += Tile)
            {
                Rect tile = new Rect(left, top, Tile, Tile) & box;
                using Mat part = labels[tile], patch = new();
                Cv2.Compare(part, Scalar.All(label), patch, CmpTypes.EQ);
                if (Cv2.CountNonZero(patch) > 0) tiles.Add(Grown(tile, Margin, labels.Size()));
            }
        }

        return tiles;
    }

    private static bool IsSharp(Mat labels, Mat dark, int label, Rect box)
    {
        Rect around = Grown(box, Beside, labels.Size());
        using Mat part = labels[around], patch = new(), near = new(), far = new(), ring = new(), darkRing = new();
        Cv2.Compare(part, Scalar.All(label), patch, CmpTypes.EQ);
        using Mat narrow = Mat.Ones((2 * Near) + 1, (2 * Near) + 1, MatType.CV_8UC1), wide = Mat.Ones((2 * Beside) + 1, (2 * Beside) + 1, MatType.CV_8UC1);
        Cv2.Dilate(patch, near, narrow);
        Cv2.Dilate(patch, far, wide);
        Cv2.Subtract(far, near, ring);
        using Mat darkPart = dark[around];
        Cv2.BitwiseAnd(ring, darkPart, darkRing);
        int beside = Cv2.CountNonZero(ring);
        // A border all along the frame has nothing beside it on its outer side.
        return beside > 0 && Cv2.CountNonZero(darkRing) >= MinSharp * beside;
    }

    private static Rect Grown(Rect box, int by, Size size) =>
        new Rect(box.X - by, box.Y - by, box.Width + (2 * by), box.Height + (2 * by)) & new Rect(0, 0, size.Width, size.Height);
}
