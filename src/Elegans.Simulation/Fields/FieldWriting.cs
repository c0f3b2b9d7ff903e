using System.Globalization;
using Elegans.Imaging;
using OpenCvSharp;
using SkiaSharp;

namespace Elegans.Simulation.Fields;

/// <summary>What is written into pictures of a field: time stamps, labels, scale bars, arrows. It stands still in every frame.</summary>
internal sealed class FieldWriting : IDisposable
{
    private static readonly HersheyFonts[] Fonts =
        [HersheyFonts.HersheySimplex, HersheyFonts.HersheyPlain, HersheyFonts.HersheyDuplex, HersheyFonts.HersheyComplexSmall];

    private static readonly string[] Words = ["WT", "N2", "ceh-32", "20 um", "10 um", "RNAi 3", "GFP", "HIS-72::GFP", "Embryo 2", "25C"];
    private static readonly string[] Stamps = ["{0:00}:{1:00}:00", "t={2}", "{2:000} min", "{0}h {1:00}m", "{2:0000}"];
    private readonly List<Action<Mat>> still = [];
    private readonly SKTypeface? typeface;
    private readonly int level, fontSize, thickness;
    private readonly HersheyFonts font;
    private readonly string? stamp;
    private readonly Point stampAt;

    internal FieldWriting(FieldRanges ranges, int width, int height, Random random)
    {
        level = random.Next(4) == 0 ? random.Next(190, 255) : 255;
        fontSize = Math.Max(9, (int)(height * (0.03 + (0.04 * random.NextDouble()))));
        thickness = fontSize > 22 ? random.Next(1, 4) : 1;
        // Triplex is kept for tests.
        font = ranges.ShapesForTests ? HersheyFonts.HersheyTriplex : Fonts[random.Next(Fonts.Length)];
        if (!ranges.ShapesForTests && random.Next(3) == 0) typeface = SKTypeface.FromStream(
            typeof(NuclearImage).Assembly.GetManifestResourceStream("DejaVuSans.ttf") ?? throw new InvalidOperationException("The library's font is missing."));
        int margin = Math.Max(3, height / 40), corner = random.Next(4);
        if (random.NextDouble() < ranges.WritingChance)
        {
            stamp = Stamps[random.Next(Stamps.Length)];
            stampAt = new Point(corner % 2 == 0 ? margin : width - (fontSize * 6), corner < 2 ? margin + fontSize : height - margin);
        }

        if (random.NextDouble() < ranges.WritingChance)
        {
            string word = Words[random.Next(Words.Length)];
            var at = new Point(corner % 2 == 1 ? margin : Math.Max(margin, width - (fontSize * word.Length)), corner < 2 ? height - margin : margin + fontSize);
            still.Add(mat => Write(mat, word, at));
        }

        if (random.NextDouble() < ranges.BarChance) AddBar(ranges, width, height, margin, corner, random);
        if (random.NextDouble() < ranges.ArrowChance)
        {
            Point from = new(random.Next(width), random.Next(height));
            int reach = Math.Max(10, height / 10);
            Point to = new(from.X + random.Next(-reach, reach + 1), from.Y + random.Next(-reach, reach + 1));
            still.Add(mat => Cv2.ArrowedLine(mat, from, to, Scalar.All(level), Math.Max(1, height / 200), LineTypes.AntiAlias, 0, 0.3));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => typeface?.Dispose();

    /// <summary>Writes into a frame, and marks in the mask what was written over.</summary>
    internal void Draw(Mat image, Mat mask, int frame)
    {
        using var ink = new Mat(image.Size(), MatType.CV_8UC1, Scalar.All(0));
        foreach (Action<Mat> draw in still) draw(ink);
        if (stamp is not null) Write(ink, string.Format(CultureInfo.InvariantCulture, stamp, frame / 60, frame % 60, frame), stampAt);
        Cv2.Max(image, ink, image);
        using var marked = new Mat();
        Cv2.Threshold(ink, marked, 20, 255, ThresholdTypes.Binary);
        Cv2.Max(mask, marked, mask);
    }

    private void AddBar(FieldRanges ranges, int width, int height, int margin, int corner, Random random)
    {
        int length = (int)(width * (0.08 + (0.15 * random.NextDouble()))), thick = Math.Max(2, (int)(height * (0.006 + (0.012 * random.NextDouble()))));
        int left = corner % 2 == 0 ? width - margin - length : margin, top = height - margin - (fontSize * 3 / 2) - thick;
        still.Add(mat => Cv2.Rectangle(mat, new Rect(left, top, length, thick), Scalar.All(level), -1));
        if (!ranges.ShapesForTests) return;
        // A bar with ends is kept for tests.
        still.Add(mat => Cv2.Rectangle(mat, new Rect(left, top - (2 * thick), thick, 5 * thick), Scalar.All(level), -1));
        still.Add(mat => Cv2.Rectangle(mat, new Rect(left + length - thick, top - (2 * thick), thick, 5 * thick), Scalar.All(level), -1));
    }

    private void Write(Mat mat, string text, Point at)
    {
        if (typeface is null)
        {
            double scale = fontSize / (double)Cv2.GetTextSize("0", font, 1, 1, out _).Height;
            Cv2.PutText(mat, text, at, font, scale, Scalar.All(level), thickness, LineTypes.AntiAlias);
            return;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(mat.Width, mat.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var skFont = new SKFont(typeface, fontSize * 1.35f);
        using var paint = new SKPaint { Color = new SKColor((byte)level, (byte)level, (byte)level), IsAntialias = true };
        canvas.Clear(SKColors.Black);
        canvas.DrawText(text, at.X, at.Y, skFont, paint);
        canvas.Flush();
        using Mat written = Mat.FromPixelData(mat.Height, mat.Width, MatType.CV_8UC1, bitmap.GetPixels(), bitmap.RowBytes);
        Cv2.Max(mat, written, mat);
    }
}
