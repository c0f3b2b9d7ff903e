using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>The pages of a TIFF, read one at a time so that a stack of any length fits in memory.</summary>
internal static class TiffPages
{
    internal static bool IsTiff(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TIF" or ".TIFF";

    internal static int Count(string path)
    {
        NativeImaging.KeepQuiet();
        using Image header = Load(path, page: 0);
        return header.Contains("n-pages") ? Convert.ToInt32(header.Get("n-pages")) : 1;
    }

    internal static IEnumerable<Mat> Read(string path, InputLimits limits)
    {
        int pages = Count(path);
        for (int page = 0; page < pages; page++)
        {
            using Mat decoded = Decode(path, page, limits);
            yield return decoded;
        }
    }

    /// <summary>Decodes one page as 8 or 16 bits, in OpenCV's order of channels.</summary>
    internal static Mat Decode(string path, int page, InputLimits limits)
    {
        using Image image = Load(path, page);
        limits.CheckFrame(path, image.Width, image.Height);
        try
        {
            switch (image.Format)
            {
                case Enums.BandFormat.Uchar: return ToMat<byte>(image, MatType.CV_8UC(image.Bands));
                case Enums.BandFormat.Ushort: return ToMat<ushort>(image, MatType.CV_16UC(image.Bands));
                default:
                    using (Image real = image.Cast(Enums.BandFormat.Float)) return ToMat<float>(real, MatType.CV_32FC(real.Bands));
            }
        }
        catch (VipsException exception)
        {
            throw CannotBeDecoded(path, page, exception);
        }
    }

    private static Mat ToMat<T>(Image image, MatType type)
        where T : unmanaged
    {
        var mat = new Mat(image.Height, image.Width, type);
        image.WriteToMemory<T>().CopyTo(MatSpans.Of<T>(mat));
        if (image.Bands == 3) Cv2.CvtColor(mat, mat, ColorConversionCodes.RGB2BGR);
        if (image.Bands == 4) Cv2.CvtColor(mat, mat, ColorConversionCodes.RGBA2BGRA);
        return mat;
    }

    private static Image Load(string path, int page)
    {
        try
        {
            return Image.Tiffload(path, page: page, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException exception)
        {
            throw CannotBeDecoded(path, page, exception);
        }
    }

    private static InputException CannotBeDecoded(string path, int page, VipsException exception) =>
        new(path, $"page {page} cannot be decoded as TIFF; the file may be damaged or cut off ({exception.Message.ReplaceLineEndings(" ").Trim()}).", exception);
}
