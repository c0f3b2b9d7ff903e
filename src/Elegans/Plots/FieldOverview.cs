using Elegans.Embryos;
using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Plots;

/// <summary>A frame with the outlines of its embryos and their numbers, and rectangles around what was taken for writing.</summary>
public static class FieldOverview
{
    private const int MinSide = 480;
    private const double LettersPerHeight = 1 / 480.0;
    private static readonly Scalar Outline = new(80, 220, 255), Writing = new(80, 80, 255);

    /// <summary>Draws a frame of an input, the middle one, into a PNG; whole or not at all.</summary>
    /// <param name="path">Where to; it ends in <c>.png</c>.</param>
    /// <param name="source">The input.</param>
    /// <param name="field">What it shows.</param>
    /// <param name="frames">How many frames it has.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="InputException">The input can no longer be read.</exception>
    public static void Save(string path, FrameSource source, FieldOfView field, int frames)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(field);
        if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException(
            $"{path} does not end in .png.", nameof(path));
        MovieFrame? shown = null;
        try
        {
            // Where what follows is damaged, the last whole frame before it is drawn.
            foreach (MovieFrame frame in source.Frames())
            {
                shown?.Dispose();
                shown = frame;
                if (frame.Index.Value >= frames / 2) break;
            }

            byte[] png = Draw(shown ?? throw new InputException(source.Path, "contains no frame that can be decoded."), field);
            OutputFile.Write(path, stream => stream.Write(png));
        }
        finally
        {
            shown?.Dispose();
        }
    }

    private static byte[] Draw(MovieFrame frame, FieldOfView field)
    {
        using Mat grey = StretchedFrame.Of(frame.Image.Pixels), drawn = new();
        double scale = Math.Max(1, MinSide / (double)Math.Max(grey.Width, grey.Height));
        using var large = new Mat();
        Cv2.Resize(grey, large, new Size(0, 0), scale, scale, InterpolationFlags.Linear);
        Cv2.CvtColor(large, drawn, ColorConversionCodes.GRAY2BGR);
        double letters = Math.Max(0.5, large.Height * LettersPerHeight);
        int width = Math.Max(1, (int)Math.Round(2 * letters));
        foreach (Rect box in field.Writing)
            Cv2.Rectangle(drawn, new Rect((int)(box.X * scale), (int)(box.Y * scale), (int)(box.Width * scale), (int)(box.Height * scale)), Writing, width);
        for (int i = 0; i < field.Embryos.Length; i++)
        {
            if (!field.IsIn(i, frame.Index)) continue;
            EmbryoOutline outline = field.Embryos[i].OutlineAt(frame.Index);
            var middle = new Point2f((float)((outline.CentreX + 0.5) * scale), (float)((outline.CentreY + 0.5) * scale));
            Cv2.Ellipse(
                drawn, new RotatedRect(
                    middle, new Size2f((float)(2 * outline.LongHalfAxis * scale), (float)(2 * outline.ShortHalfAxis * scale)),
                    (float)double.RadiansToDegrees(outline.Angle)),
                Outline, width, LineTypes.AntiAlias);
            Cv2.PutText(
                drawn, FormattableString.Invariant($"{i + 1}"), new Point(middle.X - (10 * letters), middle.Y + (10 * letters)), HersheyFonts.HersheySimplex,
                letters, Outline, width, LineTypes.AntiAlias);
        }

        Cv2.ImEncode(".png", drawn, out byte[] png);
        return png;
    }
}
