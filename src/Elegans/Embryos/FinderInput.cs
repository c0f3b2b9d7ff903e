using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>A reduced frame as the finder's network takes it: laid into the top left corner of a square, in three planes.</summary>
/// <remarks>
/// The first plane is light relative to the brightest, in which nuclei show; the second its logarithm relative to the noise, in which the glow of a
/// whole embryo shows; the third says what lies inside of the frame.
/// </remarks>
internal static class FinderInput
{
    /// <summary>Pixels of the square's side, and how many planes there are.</summary>
    internal const int Side = 256, Planes = 3;

    /// <summary>Numbers of an input.</summary>
    internal const int Length = Planes * Side * Side;

    /// <summary>Light that exceeds noise by this factor is 1 in the second plane: the least noise that is assumed makes the brightest so.</summary>
    private const double Brightest = 500;

    /// <summary>The least and the greatest value of a plane.</summary>
    internal const float Least = -0.25f, Greatest = 1.25f;

    /// <summary>Pixels of the square for one of a frame of this size.</summary>
    internal static double ScaleOf(int width, int height) => Side / (double)Math.Max(width, height);

    /// <summary>Lays a frame into an input.</summary>
    internal static void Fill(ReducedFrame frame, Span<float> input)
    {
        input.Clear();
        double scale = ScaleOf(frame.Width, frame.Height);
        var size = new Size(Math.Max(1, (int)Math.Round(frame.Width * scale)), Math.Max(1, (int)Math.Round(frame.Height * scale)));
        using var sized = new Mat();
        Cv2.Resize(frame.Light, sized, size, 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        ReadOnlySpan<float> light = MatSpans.Of<float>(sized);
        float toPeak = (float)(1 / Math.Max(frame.Peak, 1e-9)), toNoise = (float)(1 / Math.Max(frame.Noise, 1e-9));
        float toBrightest = (float)(1 / Math.Log(1 + Brightest));
        const int plane = Side * Side;
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                float level = light[(y * size.Width) + x];
                int at = (y * Side) + x;
                input[at] = Math.Clamp(level * toPeak, 0, Greatest);
                float glow = MathF.Log(1 + (MathF.Abs(level) * toNoise)) * toBrightest;
                input[plane + at] = level < 0 ? Math.Max(-glow, Least) : Math.Min(glow, Greatest);
                input[(2 * plane) + at] = 1;
            }
        }
    }
}
