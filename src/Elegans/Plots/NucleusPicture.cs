using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using NetVips;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Plots;

/// <summary>
/// Frames with a ring around every nucleus that was found: the surer, the stronger; dividing nuclei in another colour. A frame as PNG, or a movie as an
/// animated GIF.
/// </summary>
public sealed class NucleusPicture
{
    /// <summary>Pixels of the longer side: a still is drawn large enough to tell late nuclei apart, an animation small enough to share.</summary>
    private const int StillSide = 1200, AnimationSide = 360;

    /// <summary>A movie of more frames is shown in steps.</summary>
    private const int MaxFrames = 200;

    /// <summary>What keeps an animation small: a picture with few grey levels and no pixel noise compresses, and nuclei need no more.</summary>
    private const int GreyLevels = 10;
    private const double Smoothing = 0.9;

    /// <summary>A ring of a nucleus as unsure as can be found keeps this share of its colour.</summary>
    private const double FaintShare = 0.35;
    private static readonly Scalar Resting = new(80, 220, 255), Dividing = new(255, 120, 255);
    private readonly Dictionary<FrameIndex, List<FoundNucleus>> nuclei;

    /// <summary>Prepares pictures.</summary>
    /// <param name="embryos">The embryos of the input, with their nuclei.</param>
    public NucleusPicture(IEnumerable<EmbryoReadings> embryos)
    {
        ArgumentNullException.ThrowIfNull(embryos);
        nuclei = embryos.SelectMany(embryo => embryo.Readings).Where(reading => reading.ShowsNuclei).GroupBy(reading => reading.Frame)
            .ToDictionary(frame => frame.Key, frame => frame.SelectMany(reading => reading.Nuclei ?? []).ToList());
    }

    /// <summary>Draws one frame into a PNG; whole or not at all.</summary>
    /// <param name="path">Where to; it ends in <c>.png</c>.</param>
    /// <param name="source">The input.</param>
    /// <param name="frame">Which frame; null takes the one with the most nuclei.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="InputException">The frame is not there, or can no longer be read.</exception>
    public void SaveFrame(string path, FrameSource source, FrameIndex? frame)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequirePng(path);
        FrameIndex wanted = frame ?? (nuclei.Count > 0 ? nuclei.MaxBy(each => each.Value.Count).Key : new FrameIndex(0));
        foreach (MovieFrame shown in source.Frames())
        {
            using (shown)
            {
                if (shown.Index != wanted) continue;
                using Mat drawn = Draw(shown, StillSide, isPlain: false);
                Cv2.ImEncode(".png", drawn, out byte[] png);
                OutputFile.Write(path, stream => stream.Write(png));
                return;
            }
        }

        throw new InputException(source.Path, FormattableString.Invariant($"has no frame {wanted} that can be decoded."));
    }

    /// <summary>Draws the movie into an animated GIF; whole or not at all.</summary>
    /// <param name="path">Where to; it ends in <c>.gif</c>.</param>
    /// <param name="source">The input.</param>
    /// <param name="drawn">Told of each frame that was drawn; null tells nobody.</param>
    /// <param name="cancellation">Stops between frames; nothing is left behind.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="InputException">The movie cannot be decoded, or has no frame.</exception>
    public void SaveAnimation(string path, FrameSource source, Action<FrameIndex>? drawn = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        AnimatedGif.RequireFormat(path);
        int step = (((nuclei.Count > 0 ? nuclei.Keys.Max().Value + 1 : 1) - 1) / MaxFrames) + 1;
        var pages = new List<Image>();
        try
        {
            foreach (MovieFrame frame in source.Frames())
            {
                cancellation.ThrowIfCancellationRequested();
                using (frame)
                {
                    if (frame.Index.Value % step == 0) pages.Add(Page(frame));
                }

                drawn?.Invoke(frame.Index);
            }

            if (pages.Count == 0) throw new InputException(source.Path, "has no frame to show.");
            AnimatedGif.Save(path, pages, pages[0].Height);
        }
        finally
        {
            pages.ForEach(page => page.Dispose());
        }
    }

    /// <summary>Refuses a file name that does not end in <c>.png</c>, before any work is done.</summary>
    /// <param name="path">The file name.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public static void RequirePng(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!OutputPlace.ExtensionOf(path, ".png").Equals(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"A frame is written as .png, not as '{Path.GetFileName(path)}'.", nameof(path));
    }

    /// <summary>Refuses a file name that does not end in <c>.gif</c>, before any work is done.</summary>
    /// <param name="path">The file name.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public static void RequireGif(string path) => AnimatedGif.RequireFormat(path);

    private Image Page(MovieFrame frame)
    {
        using Mat drawn = Draw(frame, AnimationSide, isPlain: true), colours = new();
        Cv2.CvtColor(drawn, colours, ColorConversionCodes.BGR2RGB);
        using Mat flat = colours.Reshape(1);
        byte[] pixels = MatSpans.Of<byte>(flat).ToArray();
        using var picture = Image.NewFromMemoryCopy<byte>(pixels, colours.Width, colours.Height, 3, Enums.BandFormat.Uchar);
        return picture.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private Mat Draw(MovieFrame frame, int side, bool isPlain)
    {
        double scale = side / (double)Math.Max(frame.Image.Width, frame.Image.Height);
        using Mat grey = StretchedFrame.Of(frame.Image.Pixels), sized = new();
        Cv2.Resize(grey, sized, new OpenCvSharp.Size(0, 0), scale, scale, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        if (isPlain) Simplify(sized);
        var drawn = new Mat();
        Cv2.CvtColor(sized, drawn, ColorConversionCodes.GRAY2BGR);
        foreach (FoundNucleus nucleus in nuclei.GetValueOrDefault(frame.Index) ?? [])
        {
            var at = new Point((int)Math.Round(((nucleus.X + 0.5) * scale) - 0.5), (int)Math.Round(((nucleus.Y + 0.5) * scale) - 0.5));
            Scalar colour = nucleus.Dividing > 0.5 ? Dividing : Resting;
            double strength = FaintShare + ((1 - FaintShare) * nucleus.Probability);
            colour = new Scalar(colour.Val0 * strength, colour.Val1 * strength, colour.Val2 * strength);
            Cv2.Circle(drawn, at, (int)Math.Max(2, nucleus.Diameter * scale / 2), colour, 1, LineTypes.AntiAlias);
        }

        return drawn;
    }

    private static void Simplify(Mat grey)
    {
        Cv2.GaussianBlur(grey, grey, new OpenCvSharp.Size(0, 0), Smoothing);
        Cv2.LUT(grey, (byte[])[.. Enumerable.Range(0, 256).Select(
            value => (byte)(Math.Round(value / 255.0 * (GreyLevels - 1)) * 255 / (GreyLevels - 1)))], grey);
    }
}
