using Elegans.Embryos;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Models;

/// <summary>
/// Turns frames into network input: fit into the input with the aspect kept, black and white from the frame's own
/// percentiles, padding as dark as the frame's own background (lighter padding doubled the error of a prototype).
/// </summary>
/// <remarks>Not safe for use by several threads at once: it reuses its buffers. Make one for each thread.</remarks>
internal sealed class FramePreparation : IDisposable
{
    private const int HistogramBins = 4096;
    private readonly InputSpecification specification;
    private readonly EmbryoCrop crop = new();
    private readonly Mat wide = new();
    private readonly Mat real = new();
    private readonly Mat fitted = new();
    private readonly int[] histogram = new int[HistogramBins];

    /// <summary>Creates a preparation for one input specification.</summary>
    /// <param name="specification">From the model card.</param>
    public FramePreparation(InputSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        this.specification = specification;
    }

    /// <summary>Writes one frame as network input.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="input">Receives width × height numbers, row by row: black -1, white +1, at most a little above.</param>
    /// <returns>The frame's contrast: the distance from black to white in its own grey levels.</returns>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length than the input has pixels.</exception>
    public double Prepare(NuclearImage image, Span<float> input) => Prepare(image, view: null, input);

    /// <summary>Writes one embryo of a frame as network input.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="view">The embryo to cut out; null takes the whole frame.</param>
    /// <param name="input">Receives width × height numbers, as <see cref="Prepare(NuclearImage, Span{float})"/> writes them.</param>
    /// <returns>The crop's contrast.</returns>
    internal double Prepare(NuclearImage image, EmbryoView? view, Span<float> input)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (input.Length != specification.PixelCount)
            throw new ArgumentException($"Expected room for {specification.PixelCount} pixels and got {input.Length}.", nameof(input));
        if (view is null) Fit(image.Pixels);
        else crop.Cut(image, view, specification.Width, specification.Height, fitted);
        ReadOnlySpan<float> pixels = MatSpans.Of<float>(fitted);
        (float black, float white) = BlackAndWhite(pixels);
        float scale = 2 / MathF.Max(white - black, (float)specification.MinContrast), ceiling = (float)((2 * specification.Ceiling) - 1);
        input.Fill(-1);
        int width = fitted.Width, height = fitted.Height;
        int left = (specification.Width - width) / 2, top = (specification.Height - height) / 2;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> from = pixels.Slice(y * width, width);
            Span<float> to = input.Slice(((y + top) * specification.Width) + left, width);
            for (int x = 0; x < from.Length; x++) to[x] = Math.Clamp(((from[x] - black) * scale) - 1, -1, ceiling);
        }

        return white - black;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        crop.Dispose();
        wide.Dispose();
        real.Dispose();
        fitted.Dispose();
    }

    private void Fit(Mat pixels)
    {
        Mat source = pixels;
        if (InputPlacement.IsTurned(specification, pixels.Width, pixels.Height))
        {
            Cv2.Transpose(pixels, wide);
            source = wide;
        }

        source.ConvertTo(real, MatType.CV_32F);
        (int width, int height) = InputPlacement.FittedSize(specification, pixels.Width, pixels.Height);
        bool shrinks = source.Width > specification.Width || source.Height > specification.Height;
        Cv2.Resize(real, fitted, new Size(width, height), 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
    }

    private (float Black, float White) BlackAndWhite(ReadOnlySpan<float> pixels)
    {
        Cv2.MinMaxLoc(fitted, out double least, out double most);
        float low = (float)least, high = (float)most;
        if (high <= low) return (low, low);
        Array.Clear(histogram);
        float toBin = (HistogramBins - 1) / (high - low);
        foreach (float pixel in pixels) histogram[(int)((pixel - low) * toBin)]++;
        return (Percentile(specification.BlackPercentile), Percentile(specification.WhitePercentile));

        float Percentile(double percent)
        {
            int below = (int)(percent / 100 * (histogram.Sum() - 1)), seen = 0, bin = 0;
            while (bin < HistogramBins - 1 && (seen += histogram[bin]) <= below) bin++;
            return low + (bin / toBin);
        }
    }
}
