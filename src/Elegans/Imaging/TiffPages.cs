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

    /// <summary>The pages in order; those that are damaged are left out.</summary>
    /// <exception cref="InputException">A page is too large, or none can be decoded.</exception>
    internal static IEnumerable<(FrameIndex, Mat)> Read(string path, InputLimits limits)
    {
        int pages = Count(path), read = 0;
        InputException? damage = null;
        for (int page = 0; page < pages; page++)
        {
            Mat? decoded = null;
            try
            {
                decoded = Decode(path, page, limits);
            }
            catch (InputException exception) when (exception.InnerException is VipsException)
            {
                damage ??= exception;
            }

            if (decoded is null) continue;
            using (decoded) yield return (new FrameIndex(page), decoded);
            read++;
        }

        if (read == 0 && damage is not null) throw damage;
    }

    /// <summary>Decodes one page as 8 or 16 bits, in OpenCV's order of channels.</summary>
    internal static Mat Decode(string path, int page, InputLimits limits)
    {
        using Image image = Load(path, page);
        limits.CheckFrame(path, image.Width, image.Height);
        try
        {
            return image.ToMat();
        }
        catch (VipsException exception)
        {
            throw CannotBeDecoded(path, page, exception);
        }
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
