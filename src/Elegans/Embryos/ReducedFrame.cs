using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// A frame reduced to a size at which embryos, and nuclei down to a few hundred, still show, with its dark ground taken off: the buffers of
/// one finder.
/// </summary>
internal sealed class ReducedFrame : IDisposable
{
    /// <summary>Pixels of the longer side. An embryo of a tenth of it is 32 pixels long, with nuclei of 2 to 4.</summary>
    internal const int LongSide = 320;

    private const int Bins = 1024;
    private readonly Mat small = new(), levels = new(), grain = new();
    private readonly int[] histogram = new int[Bins];

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
        grain.Dispose();
        Light.Dispose();
    }

    /// <summary>Reduces a frame; writing is painted over with the ground.</summary>
    internal void Load(Mat pixels, IReadOnlyList<Rect> writing)
    {
        Factor = Math.Max(1, Math.Max(pixels.Width, pixels.Height) / (double)LongSide);
        var size = new Size(Math.Max(1, (int)Math.Round(pixels.Width / Factor)), Math.Max(1, (int)Math.Round(pixels.Height / Factor)));
        if (Factor > 1) Cv2.Resize(pixels, small, size, 0, 0, InterpolationFlags.Area);
        Mat reduced = Factor > 1 ? small : pixels;
        reduced.ConvertTo(levels, MatType.CV_32FC1);
        Cv2.GaussianBlur(levels, Light, new Size(5, 5), 1);
        Span<float> light = MatSpans.Of<float>(Light);
        foreach (Rect box in writing) Erase(light, box);
        (double ground, double quarter, double peak) = Levels(light);
        Noise = Math.Max(GroundNoise(light, (float)quarter), 0.002 * (peak - ground));
        Peak = peak - ground;
        float dark = (float)ground;
        for (int i = 0; i < light.Length; i++) light[i] -= dark;
    }

    private void Erase(Span<float> light, Rect box)
    {
        int width = Light.Width, height = Light.Height;
        int left = Math.Max(0, (int)(box.Left / Factor) - 1), right = Math.Min(width, (int)(box.Right / Factor) + 2);
        int top = Math.Max(0, (int)(box.Top / Factor) - 1), bottom = Math.Min(height, (int)(box.Bottom / Factor) + 2);
        for (int y = top; y < bottom; y++) light.Slice((y * width) + left, Math.Max(0, right - left)).Fill(float.NegativeInfinity);
    }

    /// <summary>Tenth and twenty-fifth percentile, and the level that 3 pixels of a thousand exceed.</summary>
    private (double Ground, double Quarter, double Peak) Levels(Span<float> light)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (float level in light)
        {
            if (float.IsNegativeInfinity(level)) continue;
            if (level < low) low = level;
            if (level > high) high = level;
        }

        if (high <= low)
        {
            light.Clear();
            return (0, 0, 0);
        }

        Array.Clear(histogram);
        float toBin = (Bins - 1) / (high - low);
        int total = 0;
        foreach (float level in light)
        {
            if (float.IsNegativeInfinity(level)) continue;
            histogram[(int)((level - low) * toBin)]++;
            total++;
        }

        double ground = Percentile(0.1);
        light.Replace(float.NegativeInfinity, (float)ground);
        return (ground, Percentile(0.25), Percentile(0.997));

        double Percentile(double share)
        {
            int below = (int)(share * (total - 1)), seen = 0, bin = 0;
            while (bin < Bins - 1 && (seen += histogram[bin]) <= below) bin++;
            return low + (bin / toBin);
        }
    }

    /// <summary>From the smoothed light's own differences over three pixels, in the darkest quarter.</summary>
    private static double GroundNoise(ReadOnlySpan<float> light, float quarter)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i + 4 < light.Length; i += 2)
        {
            if (light[i] > quarter) continue;
            double difference = light[i] - light[i + 4];
            if (light[i + 4] > quarter + (quarter - light[i]) + 1) continue;
            sum += difference * difference;
            count++;
        }

        return count == 0 ? 0 : Math.Sqrt(sum / count / 2);
    }
}
