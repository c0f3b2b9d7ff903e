using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Takes the nuclear channel out of decoded images, and decides which one it is.</summary>
internal static class NuclearChannels
{
    /// <summary>Green counts as the nuclear channel when its contrast is at least this share of the strongest channel's.</summary>
    private const double GreenCarriesSignal = 0.25;

    private static readonly NuclearChannel[] ByPosition = [NuclearChannel.Blue, NuclearChannel.Green, NuclearChannel.Red];

    /// <summary>Decides which channel of one decoded image (grey, BGR or BGRA) shows the nuclei.</summary>
    internal static NuclearChannel Choose(Mat decoded)
    {
        if (decoded.Channels() < 3) return NuclearChannel.Green;
        double[] contrast = new double[3];
        for (int channel = 0; channel < contrast.Length; channel++)
        {
            using Mat plane = decoded.ExtractChannel(channel);
            using Mat smooth = new();
            Cv2.Blur(plane, smooth, new Size(5, 5));
            Cv2.MinMaxLoc(smooth, out double low, out double high);
            contrast[channel] = high - low;
        }

        int strongest = Array.IndexOf(contrast, contrast.Max());
        return contrast[1] >= GreenCarriesSignal * contrast[strongest] ? NuclearChannel.Green : ByPosition[strongest];
    }

    /// <summary>Copies the channel out of a decoded image as 8 or 16 bits.</summary>
    internal static Mat Extract(this NuclearChannel channel, Mat decoded)
    {
        Mat plane = Plane(channel, decoded);
        if (plane.Depth() == MatType.CV_8U || plane.Depth() == MatType.CV_16U) return plane;
        using (plane)
        {
            // Signed, 32-bit and floating images have no fixed white; only their own range tells what is bright.
            Mat scaled = new();
            Cv2.Normalize(plane, scaled, 0, ushort.MaxValue, NormTypes.MinMax, MatType.CV_16U);
            return scaled;
        }
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
