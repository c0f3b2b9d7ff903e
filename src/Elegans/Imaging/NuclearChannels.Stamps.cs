using OpenCvSharp;

namespace Elegans.Imaging;

/// <content>Writing in a colour of its own, which makes the channels it is drawn with look strong.</content>
internal static partial class NuclearChannels
{
    /// <summary>Outside of writing a channel that shows nothing else has less than this share of the contrast it has with it.</summary>
    private const double NothingElse = 0.2;

    /// <summary>Strokes are thinner than this share of the picture's shorter side.</summary>
    private const double MaxStroke = 1.0 / 30;

    /// <summary>Where a channel shows thin strokes and nothing else, with a seam; null where it shows more than that.</summary>
    private static Mat? Stamp(Mat decoded, NuclearChannel channel, double[] contrast)
    {
        int index = Array.IndexOf(ByPosition, channel);
        using Mat plane = decoded.ExtractChannel(index), strokes = new(), thick = new();
        if (plane.Depth() != MatType.CV_8U && plane.Depth() != MatType.CV_16U) return null;
        Cv2.MinMaxLoc(plane, out double lowest, out double brightest);
        if (!(brightest - lowest > Signal)) return null;
        Cv2.Compare(plane, Scalar.All(lowest + (White * (brightest - lowest))), strokes, CmpTypes.GE);
        int covered = Cv2.CountNonZero(strokes), width = Math.Max(7, (int)(MaxStroke * Math.Min(decoded.Width, decoded.Height)));
        if (covered == 0 || covered > MaxWriting * strokes.Total()) return null;
        using Mat square = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(width, width)),
            seam = Cv2.GetStructuringElement(MorphShapes.Rect, new Size((2 * Seam) + 1, (2 * Seam) + 1));
        Cv2.MorphologyEx(strokes, thick, MorphTypes.Open, square);
        if (2 * Cv2.CountNonZero(thick) > covered) return null;
        var stamp = new Mat();
        Cv2.Dilate(strokes, stamp, seam);
        if (Cv2.CountNonZero(stamp) < stamp.Total() && Contrasts(decoded, stamp)[index] < NothingElse * contrast[index]) return stamp;
        stamp.Dispose();
        return null;
    }
}
