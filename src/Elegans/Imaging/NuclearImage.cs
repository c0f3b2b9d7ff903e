using Elegans.Files;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>One image of labelled nuclei: a single channel of 8 or 16 bits, bright nuclei on a dark ground.</summary>
/// <remarks>Not safe for use by several threads while one of them disposes it; reading from several threads is safe.</remarks>
public sealed class NuclearImage : IDisposable
{
    /// <summary>Wraps a single-channel OpenCV image and takes ownership of it.</summary>
    /// <param name="pixels">A non-empty image of type 8UC1 or 16UC1.</param>
    /// <exception cref="ArgumentException">The image is empty or of another type.</exception>
    internal NuclearImage(Mat pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Empty()) throw new ArgumentException("The image has no pixels.", nameof(pixels));
        if (pixels.Type() != MatType.CV_8UC1 && pixels.Type() != MatType.CV_16UC1)
            throw new ArgumentException($"Expected one channel of 8 or 16 bits and got {pixels.Type()}.", nameof(pixels));
        Pixels = pixels;
    }

    /// <summary>The pixels, one channel of 8 or 16 bits. They belong to this image: neither change nor dispose them.</summary>
    internal Mat Pixels { get; }

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
    public static NuclearImage FromPixels(int width, int height, ReadOnlySpan<byte> pixels) => Copy(width, height, pixels, MatType.CV_8UC1);

    /// <summary>Copies 16-bit pixels, row by row from the top left, into a new image.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixels"><paramref name="width"/> × <paramref name="height"/> grey levels.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static NuclearImage FromPixels(int width, int height, ReadOnlySpan<ushort> pixels) => Copy(width, height, pixels, MatType.CV_16UC1);

    /// <summary>Reads one image file: PNG, JPEG, TIFF or BMP, 8 or 16 bits, grey or colour. Of a movie or stack, the first frame.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <exception cref="InputException">The file is missing, empty, too large, or not an image that can be decoded.</exception>
    public static NuclearImage Read(string path, ReadOptions? options = null) => FrameSource.Open(path, options).First();

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    private static NuclearImage Copy<T>(int width, int height, ReadOnlySpan<T> pixels, MatType type)
        where T : unmanaged
    {
        if (width <= 0 || height <= 0 || pixels.Length != (long)width * height)
            throw new ArgumentException($"{pixels.Length} pixels do not make an image of {width} × {height}.", nameof(pixels));
        var mat = new Mat(height, width, type);
        pixels.CopyTo(MatSpans.Of<T>(mat));
        return new NuclearImage(mat);
    }
}
