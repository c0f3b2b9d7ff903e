using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Elegans.Imaging.Volumes;

/// <summary>The brightest sample at every pixel of the planes that were added; samples that are no number count for nothing.</summary>
internal sealed class BrightestPlane : IDisposable
{
    private readonly SampleType type;

    /// <summary>Begins with nothing.</summary>
    internal BrightestPlane(SampleType type, int width, int height)
    {
        this.type = type;
        Pixels = new Mat(height, width, type switch
        {
            SampleType.UInt8 => MatType.CV_8UC1,
            SampleType.UInt16 => MatType.CV_16UC1,
            SampleType.Int16 => MatType.CV_16SC1,
            _ => MatType.CV_32FC1,
        });
        Clear();
    }

    /// <summary>The samples. They belong to this plane.</summary>
    internal Mat Pixels { get; }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    /// <summary>How many bytes a sample takes.</summary>
    internal static int BytesOf(SampleType type) => type switch { SampleType.UInt8 => 1, SampleType.UInt16 or SampleType.Int16 => 2, _ => 4 };

    /// <summary>Forgets what was added.</summary>
    internal void Clear() =>
        Pixels.SetTo(type switch { SampleType.Int16 => Scalar.All(short.MinValue), SampleType.Single => Scalar.All(double.NaN), _ => Scalar.All(0) });

    /// <summary>Adds a part of a plane.</summary>
    /// <param name="samples">Samples from the part's first one on.</param>
    /// <param name="stride">Bytes from one row of samples to the next; 0 where there is only one, which stands for all.</param>
    /// <param name="part">Where the part belongs.</param>
    internal void Add(ReadOnlySpan<byte> samples, int stride, Rect part)
    {
        switch (type)
        {
            case SampleType.UInt8: Add<byte>(samples, stride, part); break;
            case SampleType.UInt16: Add<ushort>(samples, stride, part); break;
            case SampleType.Int16: Add<short>(samples, stride, part); break;
            default: Add<float>(samples, stride, part); break;
        }
    }

    private void Add<T>(ReadOnlySpan<byte> samples, int stride, Rect part)
        where T : unmanaged, INumber<T>
    {
        Span<T> plane = MatSpans.Of<T>(Pixels);
        for (int row = 0; row < part.Height; row++)
        {
            ReadOnlySpan<T> added = MemoryMarshal.Cast<byte, T>(samples[(row * stride)..])[..part.Width];
            Span<T> brightest = plane.Slice(((part.Y + row) * Pixels.Width) + part.X, part.Width);
            int column = 0;
            // MaxNumber: of a number and what is none, the number.
            for (; column <= part.Width - Vector<T>.Count; column += Vector<T>.Count)
                Vector.MaxNumber(new Vector<T>(brightest[column..]), new Vector<T>(added[column..])).CopyTo(brightest[column..]);
            for (; column < part.Width; column++) brightest[column] = T.MaxNumber(brightest[column], added[column]);
        }
    }
}
