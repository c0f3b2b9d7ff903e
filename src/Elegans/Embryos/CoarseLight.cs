using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>Where a frame is bright, coarsely: enough to tell how much of its light outlines explain.</summary>
internal sealed class CoarseLight
{
    /// <summary>Cells along the longer side.</summary>
    private const int LongSide = 64;

    /// <summary>A cell is bright from this share of the brightest on: haze is not, nuclei are.</summary>
    private const double BrightShare = 0.25;

    /// <summary>Light reaches a little beyond an outline.</summary>
    private const double Reach = 1.2;

    private readonly bool[] bright;
    private readonly int width, height;
    private readonly double across, down;

    /// <summary>Looks at a frame.</summary>
    /// <param name="light">The frame reduced, its ground and writing taken off.</param>
    /// <param name="frameWidth">Width of the frame in pixels.</param>
    /// <param name="frameHeight">Height of the frame in pixels.</param>
    internal CoarseLight(Mat light, int frameWidth, int frameHeight)
    {
        double factor = Math.Min(1, LongSide / (double)Math.Max(light.Width, light.Height));
        using Mat seen = new(), coarse = new();
        // What was masked is endlessly dark.
        Cv2.Max(light, 0, seen);
        Cv2.Resize(
            seen, coarse, new Size(Math.Max(1, Math.Round(light.Width * factor)), Math.Max(1, Math.Round(light.Height * factor))), 0, 0,
                InterpolationFlags.Area);
        ReadOnlySpan<float> levels = MatSpans.Of<float>(coarse);
        float brightest = 0;
        foreach (float level in levels) brightest = Math.Max(brightest, level);
        (width, height) = (coarse.Width, coarse.Height);
        (across, down) = (frameWidth / (double)width, frameHeight / (double)height);
        bright = new bool[levels.Length];
        for (int i = 0; i < bright.Length; i++) bright[i] = brightest > 0 && levels[i] > BrightShare * brightest;
    }

    /// <summary>The share of the frame's width or height, whichever is more, that everything bright spans.</summary>
    internal double Span()
    {
        int left = width, right = -1, top = height, bottom = -1;
        for (int i = 0; i < bright.Length; i++)
        {
            if (!bright[i]) continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }

        return right < 0 ? 0 : Math.Max((right - left + 1) / (double)width, (bottom - top + 1) / (double)height);
    }

    /// <summary>The share of the bright cells that lie outside of all outlines.</summary>
    internal double ShareOutside(IReadOnlyList<EmbryoOutline> outlines)
    {
        EmbryoOutline[] grown = [.. outlines.Select(outline => outline.Grown(Reach))];
        int all = 0, outside = 0;
        for (int i = 0; i < bright.Length; i++)
        {
            if (!bright[i]) continue;
            all++;
            double x = (((i % width) + 0.5) * across) - 0.5, y = (((i / width) + 0.5) * down) - 0.5;
            if (!grown.Any(outline => outline.Contains(x, y))) outside++;
        }

        return all == 0 ? 0 : outside / (double)all;
    }
}
