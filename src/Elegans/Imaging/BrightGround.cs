using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Tells pictures of dark objects on a bright ground from the usual ones.</summary>
internal static class BrightGround
{
    /// <summary>The share of pixels that is left out at either end: stamps, hot pixels, empty corners.</summary>
    private const double Extremes = 0.005;

    /// <summary>The ground is what most pixels show; it lies in the upper fifth of the range, and the range is one that can be seen.</summary>
    private const double UpperPart = 0.8, MinRange = 0.1;

    /// <summary>Whether the ground is bright and what stands on it is dark.</summary>
    /// <param name="image">One channel of 8 or 16 bits.</param>
    internal static bool Is(NuclearImage image)
    {
        int levels = image.BitDepth == 8 ? 256 : 65536;
        using Mat histogram = new();
        Cv2.CalcHist([image.Pixels], [0], null, histogram, 1, [levels], [new Rangef(0, levels)]);
        if (!histogram.GetArray(out float[] counts)) return false;
        double all = image.Pixels.Total(), seen = 0;
        int? low = null, middle = null, high = null;
        for (int level = 0; level < levels; level++)
        {
            seen += counts[level];
            if (seen > Extremes * all) low ??= level;
            if (seen > all / 2) middle ??= level;
            if (seen >= (1 - Extremes) * all) high ??= level;
        }

        return low is { } dark && middle is { } ground && high is { } bright
            && bright - dark > MinRange * bright && ground - dark > UpperPart * (bright - dark);
    }
}
