using System.Globalization;
using Elegans.Files;
using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Images that libvips decoded, as OpenCV has them: 8 or 16 bits or real numbers, blue before red.</summary>
internal static class VipsMats
{
    /// <summary>Grey, grey with transparency, colour, colour with transparency.</summary>
    private const int MaxSamples = 4;

    /// <summary>Decodes an image into memory.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="VipsException">It is damaged or cut off.</exception>
    /// <exception cref="InputException">It has more samples a pixel than a picture has.</exception>
    internal static Mat ToMat(this Image image, string path)
    {
        if (image.Bands > MaxSamples)
            throw new InputException(
                path, string.Create(
                CultureInfo.InvariantCulture,
                $"has {image.Bands} samples a pixel, and {MaxSamples} are read at most. Save its channels as pages (ImageJ hyperstack, OME-TIFF), or the "
                + $"nuclear one alone."));

        if (image.Interpretation == Enums.Interpretation.Cmyk)
        {
            using Image screen = image.IccTransform("srgb", inputProfile: "cmyk", embedded: true);
            return screen.ToMat(path);
        }

        switch (image.Format)
        {
            case Enums.BandFormat.Uchar: return Copy<byte>(image, MatType.CV_8UC(image.Bands));
            case Enums.BandFormat.Ushort: return Copy<ushort>(image, MatType.CV_16UC(image.Bands));
            default:
                using (Image real = image.Cast(Enums.BandFormat.Float)) return Copy<float>(real, MatType.CV_32FC(real.Bands));
        }
    }

    private static Mat Copy<T>(Image image, MatType type)
        where T : unmanaged
    {
        var mat = new Mat(image.Height, image.Width, type);
        image.WriteToMemory<T>().CopyTo(MatSpans.Of<T>(mat));
        if (image.Bands == 3) Cv2.CvtColor(mat, mat, ColorConversionCodes.RGB2BGR);
        if (image.Bands == 4) Cv2.CvtColor(mat, mat, ColorConversionCodes.RGBA2BGRA);
        return mat;
    }
}
