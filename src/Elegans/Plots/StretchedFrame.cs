using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Plots;

/// <summary>A frame as people look at it: 8 bits, from nearly its darkest to nearly its brightest pixel.</summary>
internal static class StretchedFrame
{
    private const double BlackShare = 0.02, WhiteShare = 0.998;

    /// <summary>Stretches the light of a frame.</summary>
    /// <param name="pixels">The frame, 8 or 16 bits.</param>
    internal static Mat Of(Mat pixels)
    {
        using var real = new Mat();
        pixels.ConvertTo(real, MatType.CV_32F);
        float[] levels = MatSpans.Of<float>(real).ToArray();
        Array.Sort(levels);
        float black = levels[(int)(BlackShare * (levels.Length - 1))], white = levels[(int)(WhiteShare * (levels.Length - 1))];
        double gain = 255 / Math.Max(white - black, 1);
        var grey = new Mat();
        real.ConvertTo(grey, MatType.CV_8U, gain, -black * gain);
        return grey;
    }
}
