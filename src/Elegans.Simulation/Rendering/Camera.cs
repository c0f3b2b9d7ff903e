using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Simulation.Rendering;

/// <summary>Turns a projection of light into grey levels: glow, blur, exposure, noise, grey scale, compression.</summary>
internal sealed class Camera(Microscope microscope, Random random)
{
    /// <summary>Steps of the grey scale's table for each grey level.</summary>
    private const int Fineness = 4;

    internal NuclearImage Expose(Mat projection, int cells, double glowRadius)
    {
        Mat exposed = ExposeRaw(projection, microscope.ExposureAt(cells), glowRadius);
        return new NuclearImage(microscope.CompressionQuality is { } quality ? Compress(exposed, quality) : exposed);
    }

    /// <summary>Exposes without compressing: what is written into pictures is written before they are compressed.</summary>
    internal Mat ExposeRaw(Mat projection, float exposure, double glowRadius)
    {
        AddGlow(projection, glowRadius);
        Cv2.GaussianBlur(projection, projection, new Size(0, 0), microscope.Blur);
        var exposed = new Mat(projection.Size(), MatType.CV_8UC1);
        Develop(MatSpans.Of<float>(projection), MatSpans.Of<byte>(exposed), projection.Width, exposure);
        return exposed;
    }

    /// <summary>Compresses as a movie does; disposes what it is given.</summary>
    internal static Mat Compress(Mat exposed, int quality)
    {
        using (exposed)
        {
            Cv2.ImEncode(".jpg", exposed, out byte[] compressed, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
            return Cv2.ImDecode(compressed, ImreadModes.Grayscale);
        }
    }

    private void AddGlow(Mat projection, double radius)
    {
        if (microscope.Glow <= 0) return;
        const int shrink = 4;
        using Mat small = new(), wide = new();
        Cv2.Resize(projection, small, new Size(Math.Max(1, projection.Width / shrink), Math.Max(1, projection.Height / shrink)), 0, 0, InterpolationFlags.Area);
        Cv2.GaussianBlur(small, small, new Size(0, 0), Math.Max(0.5, radius / shrink));
        Cv2.Resize(small, wide, projection.Size(), 0, 0, InterpolationFlags.Linear);
        Cv2.ScaleAdd(wide, microscope.Glow, projection, projection);
    }

    private void Develop(ReadOnlySpan<float> light, Span<byte> levels, int width, float exposure)
    {
        Span<byte> greyScale = stackalloc byte[(255 * Fineness) + 1];
        for (int i = 0; i < greyScale.Length; i++)
            greyScale[i] = (byte)Math.Round(255 * Math.Pow(i / (255.0 * Fineness), microscope.Gamma));
        var noise = new NormalNoise(random);
        float shot = microscope.ShotNoise * microscope.ShotNoise, read = microscope.ReadNoise * microscope.ReadNoise;
        ReadOnlySpan<float> above = noise.Run(width);
        for (int start = 0; start < light.Length; start += width)
        {
            ReadOnlySpan<float> grain = noise.Run(width);
            for (int x = 0; x < width; x++)
            {
                float level = light[start + x] * exposure;
                level += microscope.BlackLevel + ((grain[x] + (microscope.NoiseStreaks * above[x])) * MathF.Sqrt(read + (shot * MathF.Max(level, 0))));
                levels[start + x] = greyScale[(int)(Math.Clamp(level, 0, 255) * Fineness)];
            }

            above = grain;
        }

        for (int n = (int)(microscope.Speckle * light.Length); n > 0; n--)
        {
            ref byte level = ref levels[random.Next(levels.Length)];
            level = (byte)Math.Min(255, level + random.Next(30));
        }
    }
}
