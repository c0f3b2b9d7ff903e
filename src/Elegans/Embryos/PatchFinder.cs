using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>Finds connected patches of light in a reduced frame and tells the spots in each apart, at a scale that fits the patch.</summary>
internal sealed class PatchFinder : IDisposable
{
    /// <summary>Light counts where it is above this many standard deviations of the ground, and above this share of the peak.</summary>
    private const double MinNoise = 4.5, MinShare = 0.12;

    /// <summary>A spot stands out of its surroundings by this share of its light.</summary>
    private const float MinRelief = 0.05f;

    /// <summary>Smaller patches are specks.</summary>
    private const int MinArea = 5;

    private const int Scales = 3, MaxPatches = 250;
    private readonly Mat mask = new(), labels = new(), statistics = new(), middles = new(), wider = new(), relief = new(), highest = new(), half = new();
    private readonly Mat[] smoothed = [new(), new(), new()];

    /// <summary>For every pixel of the frame last searched, the number of its patch; 0 for the ground.</summary>
    internal Mat Labels => labels;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[mask, labels, statistics, middles, wider, relief, highest, half, .. smoothed]) mat.Dispose();
    }

    /// <summary>The patches, the largest first.</summary>
    internal List<LightPatch> Find(ReducedFrame frame)
    {
        double threshold = Math.Max(MinNoise * frame.Noise, Math.Max(MinShare * frame.Peak, 1e-6));
        Cv2.Compare(frame.Light, Scalar.All(threshold), mask, CmpTypes.GT);
        int count = Cv2.ConnectedComponentsWithStats(mask, labels, statistics, middles, PixelConnectivity.Connectivity8, MatType.CV_32S);
        var patches = new LightPatch[count];
        Gather(frame, patches);
        List<LightPatch> kept = [.. patches.Skip(1).Where(patch => patch.Area >= MinArea).OrderByDescending(patch => patch.Area).Take(MaxPatches)];
        CountSpots(frame, kept, patches);
        return kept;
    }

    private static int ScaleOf(LightPatch patch) => (Math.Sqrt(patch.Area) / 20) switch { < 1.4 => 0, < 2.8 => 1, _ => 2 };

    private void Gather(ReducedFrame frame, LightPatch[] patches)
    {
        for (int i = 0; i < patches.Length; i++)
        {
            patches[i] = new LightPatch();
            patches[i].Labels.Add(i);
        }

        ReadOnlySpan<int> numbers = MatSpans.Of<int>(labels);
        ReadOnlySpan<float> light = MatSpans.Of<float>(frame.Light);
        int width = frame.Width, height = frame.Height;
        for (int y = 0; y < height; y++)
        {
            bool edge = y == 0 || y == height - 1;
            for (int x = 0, i = y * width; x < width; x++, i++)
                if (numbers[i] > 0) patches[numbers[i]].Add(x, y, light[i], edge || x == 0 || x == width - 1);
        }
    }

    private void CountSpots(ReducedFrame frame, List<LightPatch> kept, LightPatch[] all)
    {
        frame.Light.CopyTo(smoothed[0]);
        for (int scale = 0; scale < Scales; scale++)
        {
            if (scale > 0)
            {
                Cv2.GaussianBlur(smoothed[scale - 1], half, new Size(7, 7), 1.5);
                Cv2.Resize(half, smoothed[scale], new Size((half.Width + 1) / 2, (half.Height + 1) / 2), 0, 0, InterpolationFlags.Nearest);
            }

            if (kept.Any(patch => ScaleOf(patch) == scale)) CountSpots(frame, all, scale);
        }

        foreach (LightPatch patch in kept) patch.Spots = Math.Max(1, patch.Spots);
    }

    private void CountSpots(ReducedFrame frame, LightPatch[] patches, int scale)
    {
        Mat image = smoothed[scale];
        Cv2.GaussianBlur(image, wider, new Size(7, 7), 1.6);
        Cv2.Subtract(image, wider, relief);
        using Mat square = Mat.Ones(3, 3, MatType.CV_8UC1);
        Cv2.Dilate(relief, highest, square);
        ReadOnlySpan<float> light = MatSpans.Of<float>(image), reliefs = MatSpans.Of<float>(relief), tops = MatSpans.Of<float>(highest);
        ReadOnlySpan<int> numbers = MatSpans.Of<int>(labels);
        int step = 1 << scale, width = image.Width, height = image.Height, across = frame.Width, down = frame.Height;
        float least = (float)(2.5 * frame.Noise / step);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0, i = y * width; x < width; x++, i++)
            {
                if (reliefs[i] < tops[i] || reliefs[i] < least || reliefs[i] < MinRelief * light[i]) continue;
                int number = numbers[(Math.Min(y * step, down - 1) * across) + Math.Min(x * step, across - 1)];
                if (number > 0 && patches[number].Area >= MinArea && ScaleOf(patches[number]) == scale) patches[number].Spots++;
            }
        }
    }
}
