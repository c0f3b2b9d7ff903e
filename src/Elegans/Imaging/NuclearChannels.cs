using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Takes the nuclear channel out of decoded images, and decides which one it is.</summary>
internal static partial class NuclearChannels
{
    /// <summary>Green counts as the nuclear channel when its contrast is at least this share of the strongest channel's.</summary>
    private const double GreenCarriesSignal = 0.25;

    /// <summary>Where green has less than this share of the strongest channel's contrast, another channel is worth a word.</summary>
    private const double GreenIsWeak = 0.5;

    /// <summary>White is as bright as this share of the brightest there is, and its colours differ by this share of it at most.</summary>
    private const double White = 0.6, Neutral = 0.15;

    /// <summary>How far from white its seam may reach, in pixels: letters are drawn with soft edges, and codecs smear them.</summary>
    private const int Seam = 6;

    /// <summary>Writing covers less of a picture than this; where more is white, the picture itself is.</summary>
    private const double MaxWriting = 0.1;

    /// <summary>Below this range of grey levels a frame is black, and says nothing about which colour shows the nuclei.</summary>
    private const double Signal = 32;

    private static readonly NuclearChannel[] ByPosition = [NuclearChannel.Blue, NuclearChannel.Green, NuclearChannel.Red];

    /// <summary>Decides which channel of one decoded image (grey, BGR or BGRA) shows the nuclei.</summary>
    internal static NuclearChannel Choose(Mat decoded) => Judge(decoded).Channel;

    /// <summary>Decides which channel of one decoded image shows the nuclei, and how sure that is.</summary>
    /// <remarks>
    /// What is white, such as a time or a scale bar, shows nothing about colours: it is as strong in green as in any. It is put
    /// aside where green would be taken for its sake alone.
    /// </remarks>
    internal static ChannelChoice Judge(Mat decoded)
    {
        if (decoded.Channels() < 3) return new ChannelChoice(NuclearChannel.Green, Range(decoded) > Signal, null);
        double[] contrast = Contrasts(decoded, without: null);
        NuclearChannel channel = Strongest(contrast);
        double range = Range(decoded);
        if (Writing(decoded) is { } white)
        {
            using (white)
            {
                double[] coloured = Contrasts(decoded, white);
                range = Math.Min(range, coloured.Max());
                // Nuclei cover more than letters do; in a grey movie with a coloured stamp it is the other way round.
                if (channel == NuclearChannel.Green && Strongest(coloured) != NuclearChannel.Green && coloured.Max() > Signal
                    && CoversMore(decoded, coloured, white, 1))
                    (channel, contrast) = (Strongest(coloured), coloured);
            }
        }

        if (Stamp(decoded, channel, contrast) is { } stamp)
        {
            using (stamp)
            {
                double[] beside = Contrasts(decoded, stamp);
                range = Math.Min(range, beside.Max());
                if (Strongest(beside) != channel && beside.Max() > Signal && CoversMore(decoded, beside, stamp, Array.IndexOf(ByPosition, channel)))
                    (channel, contrast) = (Strongest(beside), beside);
            }
        }

        int strongest = Array.IndexOf(contrast, contrast.Max());
        bool isOtherStronger = channel == NuclearChannel.Green && contrast[1] < GreenIsWeak * contrast[strongest];
        return new ChannelChoice(channel, range > Signal, isOtherStronger ? ByPosition[strongest] : null);
    }

    /// <summary>Copies the channel out of a decoded image as 8 or 16 bits.</summary>
    internal static Mat Extract(this NuclearChannel channel, Mat decoded)
    {
        Mat plane = Plane(channel, decoded);
        if (plane.Depth() == MatType.CV_8U || plane.Depth() == MatType.CV_16U) return plane;
        using (plane)
        {
            // Signed, 32-bit and floating images have no fixed white; only their own range says what is bright.
            using Mat real = new();
            plane.ConvertTo(real, MatType.CV_32F);
            RealRange.Of(real).Confine(real);
            Mat scaled = new();
            Cv2.Normalize(real, scaled, 0, ushort.MaxValue, NormTypes.MinMax, MatType.CV_16U);
            return scaled;
        }
    }

    private static double Range(Mat decoded)
    {
        using Mat flat = decoded.Reshape(1);
        Cv2.MinMaxLoc(flat, out double low, out double high);
        return high - low;
    }

    private static NuclearChannel Strongest(double[] contrast)
    {
        int strongest = Array.IndexOf(contrast, contrast.Max());
        return contrast[1] >= GreenCarriesSignal * contrast[strongest] ? NuclearChannel.Green : ByPosition[strongest];
    }

    private static double[] Contrasts(Mat decoded, Mat? without)
    {
        double[] contrast = new double[3];
        using Mat? rest = without is null ? null : new Mat();
        if (rest is not null) Cv2.BitwiseNot(without!, rest);
        for (int channel = 0; channel < contrast.Length; channel++)
        {
            using Mat plane = decoded.ExtractChannel(channel);
            if (plane.Depth() == MatType.CV_32F) RealRange.Of(plane).Confine(plane);
            using Mat smooth = new();
            Cv2.Blur(plane, smooth, new Size(5, 5));
            double low, high;
            if (rest is null) Cv2.MinMaxLoc(smooth, out low, out high);
            else Cv2.MinMaxLoc(smooth, out low, out high, out _, out _, rest);
            contrast[channel] = high - low;
        }

        return contrast;
    }

    /// <summary>Where a picture is white, with a seam; null where nothing is, or so much that it is the picture.</summary>
    private static Mat? Writing(Mat decoded)
    {
        using Mat blue = decoded.ExtractChannel(0), green = decoded.ExtractChannel(1), red = decoded.ExtractChannel(2), low = new(), high = new(),
            bright = new(), neutral = new();
        Cv2.Min(blue, green, low);
        Cv2.Min(low, red, low);
        Cv2.Max(blue, green, high);
        Cv2.Max(high, red, high);
        Cv2.MinMaxLoc(high, out _, out double brightest);
        if (!(brightest > Signal)) return null;
        Cv2.Subtract(high, low, high);
        Cv2.Compare(low, Scalar.All(White * brightest), bright, CmpTypes.GE);
        Cv2.Compare(high, Scalar.All(Neutral * brightest), neutral, CmpTypes.LE);
        var white = new Mat();
        Cv2.BitwiseAnd(bright, neutral, white);
        if (Cv2.CountNonZero(white) is var covered && (covered == 0 || covered > MaxWriting * white.Total()))
        {
            white.Dispose();
            return null;
        }

        using Mat seam = Cv2.GetStructuringElement(MorphShapes.Rect, new Size((2 * Seam) + 1, (2 * Seam) + 1));
        Cv2.Dilate(white, white, seam);
        if (Cv2.CountNonZero(white) < white.Total()) return white;
        white.Dispose();
        return null;
    }

    /// <summary>Whether the strongest colour outside of the writing covers more than the writing's own strokes do.</summary>
    private static bool CoversMore(Mat decoded, double[] coloured, Mat white, int written)
    {
        int strongest = Array.IndexOf(coloured, coloured.Max());
        using Mat plane = decoded.ExtractChannel(strongest), green = decoded.ExtractChannel(written), apart = new(),
            strong = new(), strokes = new(), rest = new();
        Cv2.Subtract(plane, green, apart);
        Cv2.BitwiseNot(white, rest);
        Cv2.Compare(apart, Scalar.All(coloured[strongest] / 4), strong, CmpTypes.GT);
        Cv2.BitwiseAnd(strong, rest, strong);
        Cv2.MinMaxLoc(green, out _, out double brightest);
        Cv2.Compare(green, Scalar.All(White * brightest), strokes, CmpTypes.GE);
        Cv2.BitwiseAnd(strokes, white, strokes);
        return Cv2.CountNonZero(strong) > Cv2.CountNonZero(strokes);
    }

    private static Mat Plane(NuclearChannel channel, Mat decoded)
    {
        if (decoded.Channels() < 3) return decoded.ExtractChannel(0);
        if (channel == NuclearChannel.Brightest)
        {
            using Mat blue = decoded.ExtractChannel(0), green = decoded.ExtractChannel(1), red = decoded.ExtractChannel(2);
            Mat brightest = new();
            Cv2.Max(blue, green, brightest);
            Cv2.Max(brightest, red, brightest);
            return brightest;
        }

        return decoded.ExtractChannel(Math.Max(0, Array.IndexOf(ByPosition, channel)));
    }
}
