using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>
/// Pages that are shown as the negative of what is stored: 0 is white, or the palette is grey and runs backwards. ImageJ marks so pictures
/// that are only looked at inverted; other programs store the negative, too. Only the pictures say which it is.
/// </summary>
internal static class InvertedDisplay
{
    /// <summary>Whether a page is shown so; single bits, of which 0 is white, are read as shown anyway.</summary>
    internal static bool Has(TiffPage page) => (page.Photometric == 0 && page.Type.Bits > 1) || Palette.Of(page) is { IsFalling: true };

    /// <summary>Whether the stored values are those of a negative; null where the image has too little contrast to say.</summary>
    /// <param name="stored">The image as stored, of one channel.</param>
    /// <param name="type">How its samples are stored.</param>
    internal static bool? IsNegative(Mat stored, SampleType type)
    {
        if (stored.Channels() > 1) return false;
        using Mat negative = stored.Clone();
        Invert(negative, type);
        using var image = new NuclearImage(NuclearChannel.Green.Extract(stored));
        using var shown = new NuclearImage(NuclearChannel.Green.Extract(negative));
        // Contrast is a share of the brightest level, and one of the two is far from black where a camera fills few of the bits.
        Cv2.MinMaxLoc(image.Pixels, out double darkest, out _);
        Cv2.MinMaxLoc(shown.Pixels, out double darkestShown, out _);
        Cv2.Subtract(image.Pixels, new Scalar(Math.Max(0, darkest - darkestShown)), image.Pixels);
        Cv2.Subtract(shown.Pixels, new Scalar(Math.Max(0, darkestShown - darkest)), shown.Pixels);
        return BrightGround.Is(image) ? true : BrightGround.Is(shown) ? false : null;
    }

    /// <summary>Makes of stored values those that are shown.</summary>
    /// <param name="image">The image as stored.</param>
    /// <param name="type">How its samples are stored.</param>
    internal static void Invert(Mat image, SampleType type)
    {
        // Fewer than eight bits were spread over eight. Numbers around 0 and real ones have no white, and only their order counts.
        double white = image.Depth() == MatType.CV_8U ? byte.MaxValue : image.Depth() == MatType.CV_16U ? (1 << type.Bits) - 1 : 0;
        image.ConvertTo(image, -1, -1, white);
    }
}
