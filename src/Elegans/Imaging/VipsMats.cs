using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Images that libvips decoded, as OpenCV has them: 8 or 16 bits or real numbers, blue before red.</summary>
internal static class VipsMats
{
    /// <summary>Decodes an image into memory.</summary>
    /// <exception cref="VipsException">It is damaged or cut off.</exception>
    internal static Mat ToMat(this Image image)
    {
        if (image.Interpretation == Enums.Interpretation.Cmyk)
        {
            using Image screen = image.IccTransform("srgb", inputProfile: "cmyk", embedded: true);
            return screen.ToMat();
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
