using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// A frame reduced to a size at which embryos, and nuclei down to a few hundred, still show, with its dark ground taken off: the buffers of
/// one finder.
/// </summary>
internal sealed class ReducedFrame : IDisposable
{
    /// <summary>At most so many pixels on the longer side. An embryo of a tenth of it is 38 pixels long, with nuclei of 2 to 5; the network sees 26.</summary>
    internal const int LongSide = 384;

    private const int Bins = 1024;
    private readonly Mat small = new(), levels = new();
    private readonly int[] histogram = new int[Bins];
    private readonly List<double> blockNoise = [];

    /// <summary>Brightness above the ground, smoothed a little.</summary>
    internal Mat Light { get; } = new();

    internal int Width => Light.Width;

    internal int Height => Light.Height;

    /// <summary>Pixels of the frame for one of the reduced one.</summary>
    internal double Factor { get; private set; } = 1;

    /// <summary>Standard deviation of the smoothed ground.</summary>
    internal double Noise { get; private set; }

    /// <summary>Brightness of what shines most, above the ground; single pixels left aside.</summary>
    internal double Peak { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        small.Dispose();
        levels.Dispose();
        Light.Dispose();
    }

    /// <summary>Reduces a frame; writing is painted over with the ground.</summary>
    internal void Load(Mat pixels, IReadOnlyList<Rect> writing)
    {
        // By whole numbers: that is many times faster than by any other factor.
        int factor = FactorOf(pixels.Width, pixels.Height);
        Factor = factor;
        if (factor > 1)
        {
            var size = new Size(Math.Max(1, pixels.Width / factor), Math.Max(1, pixels.Height / factor));
            using Mat whole = pixels[new Rect(0, 0, Math.Min(pixels.Width, size.Width * factor), Math.Min(pixels.Height, size.Height * factor))];
            Cv2.Resize(whole, small, size, 0, 0, InterpolationFlags.Area);
        }

        Mat reduced = factor > 1 ? small : pixels;
        reduced.ConvertTo(levels, MatType.CV_32FC1);
        Cv2.GaussianBlur(levels, Light, new Size(5, 5), 1);
        Span<float> light = MatSpans.Of<float>(Light);
        foreach (Rect box in writing) Erase(light, box);
        (double ground, double peak) = Levels(light);
        Noise = Math.Max(GroundNoise(light), 0.002 * (peak - ground));
        Peak = peak - ground;
        float dark = (float)ground;
        for (int i = 0; i < light.Length; i++) light[i] -= dark;
    }

    /// <summary>By what a frame is reduced.</summary>
    internal static int FactorOf(int width, int height) => (int)Math.Ceiling(Math.Max(width, height) / (double)LongSide);

    private void Erase(Span<float> light, Rect box)
    {
        int width = Light.Width, height = Light.Height;
        int left = Math.Max(0, (int)(box.Left / Factor) - 1), right = Math.Min(width, (int)(box.Right / Factor) + 2);
        int top = Math.Max(0, (int)(box.Top / Factor) - 1), bottom = Math.Min(height, (int)(box.Bottom / Factor) + 2);
        for (int y = top; y < bottom; y++) light.Slice((y * width) + left, Math.Max(0, right - left)).Fill(float.NegativeInfinity);
    }

    /// <summary>The tenth percentile, and the level that 6 pixels of ten thousand exceed.</summary>
    private (double Ground, double Peak) Levels(Span<float> light)
    {
        float low = float.MaxValue, high = float.MinValue;
        for (int i = 0; i < light.Length; i += 2)
        {
            float level = light[i];
            if (float.IsNegativeInfinity(level)) continue;
            if (level < low) low = level;
            if (level > high) high = level;
        }

        if (high <= low)
        {
            light.Clear();
            return (0, 0);
        }

        Array.Clear(histogram);
        float toBin = (Bins - 1) / (high - low);
        int total = 0;
        for (int i = 0; i < light.Length; i += 2)
        {
            float level = light[i];
            if (float.IsNegativeInfinity(level)) continue;
            histogram[(int)((level - low) * toBin)]++;
            total++;
        }

        double ground = Percentile(0.1);
        light.Replace(float.NegativeInfinity, (float)ground);
        return (ground, Percentile(0.9994));

        double Percentile(double share)
        {
            int below = (int)(share * (total - 1)), seen = 0, bin = 0;
            while (bin < Bins - 1 && (seen += histogram[bin]) <= below) bin++;
            return low + (bin / toBin);
        }
    }

    /// <summary>
    /// From the smoothed light's differences over four pixels, in the quieter of the blocks: where noise is cut off at black, the darkest
    /// pixels alone would show none.
    /// </summary>
    private double GroundNoise(ReadOnlySpan<float> light)
    {
        const int side = 16, apart = 4;
        int width = Light.Width, height = Light.Height;
        blockNoise.Clear();
        for (int top = 0; top + side <= height; top += side)
        {
            for (int left = 0; left + side + apart <= width; left += side)
            {
                double sum = 0;
                for (int y = top; y < top + side; y += 2)
                {
                    ReadOnlySpan<float> row = light.Slice((y * width) + left, side + apart);
                    for (int x = 0; x < side; x += 2)
                    {
                        float difference = row[x] - row[x + apart];
                        sum += difference * difference;
                    }
                }

                if (sum > 0) blockNoise.Add(Math.Sqrt(sum / (side * side / 4) / 2));
            }
        }

        if (blockNoise.Count == 0) return 0;
        blockNoise.Sort();
        return blockNoise[blockNoise.Count / 4];
    }
}
