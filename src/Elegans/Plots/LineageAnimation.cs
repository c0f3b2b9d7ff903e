using System.Globalization;
using System.Runtime.InteropServices;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using NetVips;
using OpenCvSharp;
using ScottPlot;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Plots;

/// <summary>A movie playing beside its lineage curves as they grow, as an animated GIF small enough to share.</summary>
public sealed class LineageAnimation
{
    /// <summary>A movie of more frames is shown in steps.</summary>
    private const int MaxFrames = 200;
    private const int Height = 300, PlotWidth = 520, WidestMovie = 270, TallestMovie = 290;
    private const double PlotScale = 0.62;

    /// <summary>What keeps the file small: a picture with few grey levels and no pixel noise compresses, and nuclei need no more.</summary>
    private const double Smoothing = 0.9;
    private const int GreyLevels = 10;
    private readonly LineageFigure figure;

    /// <summary>Prepares an animation.</summary>
    /// <param name="figure">The curves.</param>
    public LineageAnimation(LineageFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        this.figure = figure;
    }

    /// <summary>Writes the animation whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="movie">The movie that the curves are of.</param>
    /// <param name="drawn">Told of each frame that was drawn; null tells nobody.</param>
    /// <param name="cancellation">Stops between frames; nothing is left behind.</param>
    /// <exception cref="InputException">The movie cannot be decoded, or has no frame.</exception>
    public void Save(string path, FrameSource movie, Action<FrameIndex>? drawn = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        RequireFormat(path);
        int step = ((figure.Predicted.Length - 1) / MaxFrames) + 1;
        var pages = new List<NetVips.Image>();
        try
        {
            foreach (MovieFrame frame in movie.Frames())
            {
                cancellation.ThrowIfCancellationRequested();
                using (frame)
                {
                    if (frame.Index.Value % step != 0 || frame.Index.Value >= figure.Predicted.Length) continue;
                    pages.Add(Page(frame));
                }

                drawn?.Invoke(frame.Index);
            }

            if (pages.Count == 0) throw new InputException(path, "the movie has no frame to show.");
            AnimatedGif.Save(path, pages, Height);
        }
        finally
        {
            pages.ForEach(page => page.Dispose());
        }
    }

    /// <summary>Refuses a file name that does not end in <c>.gif</c>, before any work is done.</summary>
    /// <param name="path">The file name.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public static void RequireFormat(string path) => AnimatedGif.RequireFormat(path);

    private NetVips.Image Page(MovieFrame frame)
    {
        using NetVips.Image picture = Picture(frame.Image), curves = Curves(frame.Index);
        using NetVips.Image joined = picture.Join(curves, Enums.Direction.Horizontal, expand: true, background: [255, 255, 255]);
        return joined.CopyMemory();
    }

    private static NetVips.Image Picture(NuclearImage image)
    {
        double scale = Math.Min(TallestMovie / (double)image.Height, WidestMovie / (double)image.Width);
        using Mat small = new(), grey = new();
        Cv2.Resize(image.Pixels, small, new OpenCvSharp.Size(0, 0), scale, scale, InterpolationFlags.Area);
        small.ConvertTo(grey, MatType.CV_8UC1, image.BitDepth == 8 ? 1 : 1 / 257.0);
        Cv2.GaussianBlur(grey, grey, new OpenCvSharp.Size(0, 0), Smoothing);
        byte[] levels = [.. Enumerable.Range(0, 256).Select(value => (byte)(Math.Round(value / 255.0 * (GreyLevels - 1)) * 255 / (GreyLevels - 1)))];
        using Mat framed = new();
        Cv2.LUT(grey, levels, grey);
        int top = (Height - grey.Height) / 2;
        Cv2.CopyMakeBorder(grey, framed, top, Height - grey.Height - top, 0, 0, BorderTypes.Constant, Scalar.All(0));
        byte[] pixels = MatSpans.Of<byte>(framed).ToArray();
        using var vips = NetVips.Image.NewFromMemoryCopy<byte>(pixels, framed.Width, Height, 1, Enums.BandFormat.Uchar);
        return vips.Bandjoin(vips, vips).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private NetVips.Image Curves(FrameIndex frame)
    {
        FramePrediction prediction = figure.Predicted[frame.Value];
        string age = prediction.Clock is { } clock ? string.Create(CultureInfo.InvariantCulture, $", {clock.Time.Minutes:F0} min") : "";
        using Plot plot = (figure with { Subtitle = $"frame {frame}: {(prediction.Total is { } total ? $"{total} cells{age}" : prediction.Status.Name())}" })
            .DrawUntil(frame);
        plot.ScaleFactor = PlotScale;
        byte[,,] rgb = plot.GetImage(PlotWidth, Height).GetArrayRGB();
        return NetVips.Image.NewFromMemoryCopy<byte>(MemoryMarshal.CreateSpan(ref rgb[0, 0, 0], rgb.Length)
            .ToArray(), PlotWidth, Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
