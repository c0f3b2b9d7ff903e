using System.Runtime.InteropServices;
using Elegans.Files;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>One image of labelled nuclei: a single channel of 8 or 16 bits, bright nuclei on a dark ground.</summary>
/// <remarks>Not safe for use by several threads while one of them disposes it; reading from several threads is safe.</remarks>
public sealed class NuclearImage : IDisposable
{
    private const string NoImage = "is not an image that can be decoded (PNG, JPEG, TIFF and BMP can); it may be damaged or cut off.";


    /// <summary>Wraps a single-channel OpenCV image and takes ownership of it.</summary>
    /// <param name="pixels">A non-empty image of type 8UC1 or 16UC1.</param>
    /// <exception cref="ArgumentException">The image is empty or of another type.</exception>
    public NuclearImage(Mat pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Empty()) throw new ArgumentException("The image has no pixels.", nameof(pixels));
        if (pixels.Type() != MatType.CV_8UC1 && pixels.Type() != MatType.CV_16UC1)
            throw new ArgumentException($"Expected one channel of 8 or 16 bits and got {pixels.Type()}.", nameof(pixels));
        Pixels = pixels;
    }

    /// <summary>The pixels, one channel of 8 or 16 bits. They belong to this image: neither change nor dispose them.</summary>
    public Mat Pixels { get; }

    /// <summary>Width in pixels.</summary>
    public int Width => Pixels.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => Pixels.Height;

    /// <summary>Bits a pixel: 8 or 16.</summary>
    public int BitDepth => Pixels.Depth() == MatType.CV_8U ? 8 : 16;

    /// <summary>Copies 8-bit pixels, row by row from the top left, into a new image.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixels"><paramref name="width"/> × <paramref name="height"/> grey levels.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static NuclearImage FromPixels(int width, int height, ReadOnlySpan<byte> pixels)
    {
        if (width <= 0 || height <= 0 || pixels.Length != (long)width * height)
            throw new ArgumentException($"{pixels.Length} pixels do not make an image of {width} × {height}.", nameof(pixels));
        var mat = new Mat(height, width, MatType.CV_8UC1);
        Marshal.Copy(pixels.ToArray(), 0, mat.Data, pixels.Length);
        return new NuclearImage(mat);
    }

    /// <summary>Reads one image file: PNG, JPEG, TIFF or BMP, 8 or 16 bits, grey or colour. Of a stack, the first frame.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Which colour shows the nuclei.</param>
    /// <param name="limits">How large it may be; <see cref="InputLimits.Default"/> unless told.</param>
    /// <param name="stackChannel">Of a hyperstack, the channel that shows the nuclei, counted from 1; it must be told where there are several.</param>
    /// <exception cref="InputException">The file is missing, empty, too large, or not an image that can be decoded.</exception>
    public static NuclearImage Read(string path, NuclearChannel channel = NuclearChannel.Auto, InputLimits? limits = null, int? stackChannel = null)
    {
        limits ??= InputLimits.Default;
        InputFile.RequireReadable(path, limits);
        NativeImaging.KeepQuiet();
        using Mat decoded = TiffPages.IsTiff(path) ? First(path, limits, stackChannel) : Decode(path, limits);
        return new NuclearImage((channel == NuclearChannel.Auto ? NuclearChannels.Choose(decoded) : channel).Extract(decoded));
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    private static Mat First(string path, InputLimits limits, int? stackChannel)
    {
        StackLayout layout = TiffPages.Layout(path);
        return TiffPages.Project(path, layout.Pages(0, layout.ChannelAsked(path, stackChannel)), limits);
    }

    private static Mat Decode(string path, InputLimits limits)
    {
        (long width, long height) = ImageHeader.SizeOf(path);
        limits.CheckFrame(path, width, height);
        try
        {
            // OpenCV fills what a cut-off JPEG or PNG lacks with grey and says nothing; libvips refuses it. It reads no BMP.
            if (width == 0) throw new InputException(path, NoImage);
            if (!ImageHeader.IsBmp(path))
            {
                using var image = NetVips.Image.NewFromFile(path, access: NetVips.Enums.Access.Sequential, failOn: NetVips.Enums.FailOn.Warning);
                return image.ToMat(path);
            }

            Mat decoded = Cv2.ImRead(path, ImreadModes.Unchanged);
            if (!decoded.Empty()) return decoded;
            decoded.Dispose();
            throw new InputException(path, NoImage);
        }
        catch (OpenCVException exception)
        {
            throw new InputException(path, $"cannot be decoded as an image: {exception.ErrMsg}.", exception);
        }
        catch (NetVips.VipsException exception)
        {
            throw new InputException(path, $"cannot be decoded as an image; it may be damaged or cut off ({exception.Message.ReplaceLineEndings(" ").Trim()}).", exception);
        }
    }
}
