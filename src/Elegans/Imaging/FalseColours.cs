using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Whether a picture shows brightness as colour, by a lookup table such as jet: no channel of it is brightness then.</summary>
/// <remarks>
/// Such colours lie on one bent line through the space of colours. Overlays of channels fill a plane, and a picture in one colour
/// lies on a straight line.
/// </remarks>
internal static class FalseColours
{
    /// <summary>Colours farther from grey than this are saturated.</summary>
    private const int Saturated = 60;

    /// <summary>The share of a picture's pixels that makes a colour one of the picture's, and not of its writing's edges.</summary>
    private const double MinShare = 0.001;

    /// <summary>How many pixels are looked at, about.</summary>
    private const int Pixels = 50_000;

    /// <summary>How far colours of one brightness may differ, and how far a bent line leaves the straight one, in grey levels.</summary>
    private const double MaxSpread = 24, MinBend = 30;

    private const int Levels = 16, Sectors = 12;

    /// <summary>Whether a decoded picture does.</summary>
    internal static bool Are(Mat decoded)
    {
        if (decoded.Type() != MatType.CV_8UC3) return false;
        int step = Math.Max(1, (int)Math.Sqrt((double)decoded.Total() / Pixels)), count = 0, onGround = 0, rows = decoded.Rows, columns = decoded.Cols;
        var cells = new int[4096];
        var hues = new int[Sectors];
        var levels = new int[Levels];
        var sums = new double[Levels, 3];
        var squares = new double[Levels];
        for (int row = 0; row < rows; row += step)
        {
            for (int column = 0; column < columns; column += step)
            {
                Vec3b colour = decoded.At<Vec3b>(row, column);
                int level = ((114 * colour.Item0) + (587 * colour.Item1) + (299 * colour.Item2)) / 16_000;
                cells[(colour.Item0 >> 4) | (colour.Item1 >> 4 << 4) | (colour.Item2 >> 4 << 8)]++;
                levels[level]++;
                for (int channel = 0; channel < 3; channel++)
                {
                    sums[level, channel] += colour[channel];
                    squares[level] += colour[channel] * colour[channel];
                }

                if (Chroma(colour.Item0, colour.Item1, colour.Item2) >= Saturated)
                {
                    hues[Hue(colour.Item0, colour.Item1, colour.Item2)]++;
                    onGround++;
                }

                count++;
            }
        }

        double least = MinShare * count;
        // Jet, viridis, plasma: even the ground has a colour, and red, green and blue all have a part.
        if (2 * onGround > count && hues.Count(pixels => pixels >= least) >= 4 && cells.Count(pixels => pixels >= least / 10) <= 160
            && hues[7..10].Any(pixels => pixels >= least) && (hues[..4].Any(pixels => pixels >= least) || hues[11] >= least)) return true;
        return IsBent(levels, sums, squares, least);
    }

    /// <summary>Inferno, magma: the ground is black, and each brightness has a colour of its own.</summary>
    private static bool IsBent(int[] levels, double[,] sums, double[] squares, double least)
    {
        int[] filled = [.. Enumerable.Range(0, Levels).Where(level => levels[level] >= least)];
        if (filled.Length < 4) return false;
        double[][] means = [.. filled.Select(level => Enumerable.Range(0, 3).Select(channel => sums[level, channel] / levels[level]).ToArray())];
        for (int place = 0; place < filled.Length; place++)
        {
            double spread = (squares[filled[place]] / levels[filled[place]]) - means[place].Sum(mean => mean * mean);
            if (spread > MaxSpread * MaxSpread) return false;
        }

        int hues = means.Where(mean => Chroma(mean[0], mean[1], mean[2]) >= Saturated).Select(mean => Hue(mean[0], mean[1], mean[2])).Distinct().Count();
        return hues >= 3 && means.Max(mean => Distance(mean, means[0], means[^1])) >= MinBend;
    }

    private static double Distance(double[] point, double[] from, double[] to)
    {
        double[] along = [.. to.Zip(from, (end, begin) => end - begin)], away = [.. point.Zip(from, (end, begin) => end - begin)];
        double length = along.Sum(part => part * part), share = length > 0 ? along.Zip(away, (one, other) => one * other).Sum() / length : 0;
        return Math.Sqrt(away.Zip(along, (part, straight) => part - (share * straight)).Sum(part => part * part));
    }

    private static double Chroma(double blue, double green, double red) => Math.Max(blue, Math.Max(green, red)) - Math.Min(blue, Math.Min(green, red));

    /// <summary>The sector of a colour's hue: 0 is red, 4 is green, 8 is blue.</summary>
    private static int Hue(double blue, double green, double red)
    {
        double chroma = Chroma(blue, green, red);
        double sixths = red >= green && red >= blue ? (green - blue) / chroma
            : green >= blue ? ((blue - red) / chroma) + 2
            : ((red - green) / chroma) + 4;
        return (int)Math.Round((sixths + 6) * 2) % Sectors;
    }
}
