using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>The samples of an OpenCV image as a span, without copying.</summary>
internal static class MatSpans
{
    /// <summary>The samples of an image, row by row. Valid only as long as the image is.</summary>
    /// <typeparam name="T">The type of one sample; it must match the image's.</typeparam>
    /// <param name="image">An image whose rows follow each other without a gap.</param>
    /// <exception cref="ArgumentException">The rows have gaps, or a sample has another size than <typeparamref name="T"/>.</exception>
    public static unsafe Span<T> Of<T>(Mat image)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.IsContinuous() || image.ElemSize1() != sizeof(T))
            throw new ArgumentException($"Expected gapless samples of {sizeof(T)} byte(s).", nameof(image));
        return new Span<T>((void*)image.Data, checked((int)(image.Total() * image.Channels())));
    }
}
