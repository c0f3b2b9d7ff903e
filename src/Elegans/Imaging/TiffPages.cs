using Elegans.Files;
using Elegans.Lineages;
using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>The pages of a TIFF, read one at a time so that a stack of any length fits in memory.</summary>
internal static class TiffPages
{
    internal static bool IsTiff(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TIF" or ".TIFF";

    /// <summary>What the pages are.</summary>
    /// <exception cref="InputException">It cannot be decoded, or does not fit its own description.</exception>
    internal static StackLayout Layout(string path)
    {
        NativeImaging.KeepQuiet();
        using Image header = Load(path, page: 0);
        int pages = header.Contains("n-pages") ? Convert.ToInt32(header.Get("n-pages")) : 1;
        return StackLayout.Of(path, header.Contains("image-description") ? header.Get("image-description") as string : null, pages);
    }

    /// <summary>The frames in order, each the maximum over its slices; those with a damaged page are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">What its pages are.</param>
    /// <param name="channel">The channel to read, counted from 0.</param>
    /// <param name="limits">How large a page may be.</param>
    /// <exception cref="InputException">A page is too large, or no frame can be decoded.</exception>
    internal static IEnumerable<(FrameIndex, Mat)> Read(string path, StackLayout layout, int channel, InputLimits limits)
    {
        int read = 0;
        InputException? damage = null;
        for (int frame = 0; frame < layout.Frames; frame++)
        {
            Mat? decoded = null;
            try
            {
                decoded = Project(path, layout.Pages(frame, channel), limits);
            }
            catch (InputException exception) when (exception.InnerException is VipsException)
            {
                damage ??= exception;
            }

            if (decoded is null) continue;
            using (decoded) yield return (new FrameIndex(frame), decoded);
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
            return image.ToMat(path);
        }
        catch (VipsException exception)
        {
            throw CannotBeDecoded(path, page, exception);
        }
    }

    /// <summary>The brightest of several pages at every pixel.</summary>
    internal static Mat Project(string path, IEnumerable<int> pages, InputLimits limits)
    {
        Mat? brightest = null;
        foreach (int page in pages)
        {
            Mat decoded = Decode(path, page, limits);
            if (brightest is null)
            {
                brightest = decoded;
                continue;
            }

            using (decoded)
            {
                if (decoded.Size() != brightest.Size() || decoded.Type() != brightest.Type())
                {
                    brightest.Dispose();
                    throw new InputException(path, FormattableString.Invariant($"page {page} is of another size or depth than the slices before it."));
                }

                Cv2.Max(brightest, decoded, brightest);
            }
        }

        return brightest ?? throw new InputException(path, "has a frame without a page.");
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
