using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>Finds connected patches of light in a reduced frame: single nuclei, nuclei that touch, whole embryos.</summary>
internal sealed class PatchFinder : IDisposable
{
    /// <summary>Light counts where it is above this many standard deviations of the ground, and above this share of the peak.</summary>
    private const double MinNoise = 5, MinShare = 0.12;

    /// <summary>Smaller patches are specks.</summary>
    private const int MinArea = 4;

    /// <summary>Light of a patch in standard deviations of the ground, per square root of its pixels.</summary>
    private const double MinSum = 22;

    private const int MaxPatches = 120;
    private readonly Mat mask = new(), depth = new();

    /// <summary>Above it light counted in the frame last searched.</summary>
    internal double Threshold { get; private set; }

    /// <summary>For every pixel of the frame last searched, the number of its patch; 0 for the ground.</summary>
    internal Mat Labels { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[mask, depth, Labels]) mat.Dispose();
    }

    /// <summary>The patches, those with the most light first.</summary>
    internal List<LightPatch> Find(ReducedFrame frame)
    {
        Threshold = Math.Max(MinNoise * frame.Noise, Math.Max(MinShare * frame.Peak, 1e-6));
        Cv2.Compare(frame.Light, Scalar.All(Threshold), mask, CmpTypes.GT);
        int count = Cv2.ConnectedComponents(mask, Labels, PixelConnectivity.Connectivity8, MatType.CV_32S);
        Cv2.DistanceTransform(mask, depth, DistanceTypes.L2, DistanceTransformMasks.Mask3);
        var patches = new LightPatch[count];
        for (int i = 0; i < count; i++) patches[i] = new LightPatch { Label = i };
        Gather(frame, patches);
        IEnumerable<LightPatch> standing = patches.Skip(1).Where(patch => patch.Area >= MinArea && Stands(patch, frame.Noise));
        return [.. standing.OrderByDescending(patch => patch.Light).Take(MaxPatches)];
    }

    /// <summary>Whether a patch has more light than noise that happens to lie together.</summary>
    private static bool Stands(LightPatch patch, double noise) => patch.Light >= MinSum * noise * Math.Sqrt(patch.Area);

    private void Gather(ReducedFrame frame, LightPatch[] patches)
    {
        ReadOnlySpan<int> numbers = MatSpans.Of<int>(Labels);
        ReadOnlySpan<float> light = MatSpans.Of<float>(frame.Light), depths = MatSpans.Of<float>(depth);
        int width = frame.Width, height = frame.Height;
        for (int y = 0; y < height; y++)
        {
            bool edge = y == 0 || y == height - 1;
            ReadOnlySpan<int> row = numbers.Slice(y * width, width);
            for (int x = 0; x < width;)
            {
                int number = row[x], end = x + 1;
                while (end < width && row[end] == number) end++;
                if (number > 0)
                {
                    float deepest = 0;
                    foreach (float deep in depths.Slice((y * width) + x, end - x)) deepest = MathF.Max(deepest, deep);
                    int atBorder = edge ? end - x : (x == 0 ? 1 : 0) + (end == width ? 1 : 0);
                    patches[number].AddRun(x, y, light.Slice((y * width) + x, end - x), deepest, atBorder);
                }

                x = end;
            }
        }
    }
}
