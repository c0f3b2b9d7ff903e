using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Training.Plots;

/// <summary>Frames side by side, each with two lines of text, for people to look through.</summary>
internal sealed class ContactSheet : IDisposable
{
    private const int Columns = 6, Width = 220, Height = 160, TextHeight = 34, Line = 14;
    private const double FontScale = 0.36;
    private readonly List<Mat> tiles = [];

    /// <summary>Adds a frame; it stays the caller's.</summary>
    internal void Add(NuclearImage frame, string first, string second)
    {
        double scale = Math.Min(Width / (double)frame.Width, Height / (double)frame.Height);
        using Mat small = new(), grey = new();
        Cv2.Resize(frame.Pixels, small, new Size(Math.Max(1, frame.Width * scale), Math.Max(1, frame.Height * scale)), interpolation: InterpolationFlags.Area);
        small.ConvertTo(grey, MatType.CV_8UC1, frame.BitDepth == 8 ? 1 : 1 / 257.0);
        int left = (Width - grey.Width) / 2, top = (Height - grey.Height) / 2;
        var tile = new Mat();
        Cv2.CopyMakeBorder(grey, tile, top, Height - grey.Height - top + TextHeight, left, Width - grey.Width - left, BorderTypes.Constant, Scalar.All(0));
        tile[new Rect(0, Height, Width, TextHeight)].SetTo(Scalar.All(255));
        Write(tile, first, 1);
        Write(tile, second, 2);
        tiles.Add(tile);
    }

    private static void Write(Mat tile, string text, int line)
    {
        if (text.Length > 0) Cv2.PutText(
            tile, text, new Point(3, Height + (line * Line)), HersheyFonts.HersheySimplex, FontScale, Scalar.All(0), lineType: LineTypes.AntiAlias);
    }

    /// <summary>Writes the sheet whole or not at all, as PNG.</summary>
    internal void Save(string path)
    {
        int columns = Math.Min(Columns, tiles.Count), rows = (tiles.Count + columns - 1) / columns;
        using var sheet = new Mat(rows * (Height + TextHeight + 2), columns * (Width + 2), MatType.CV_8UC1, Scalar.All(255));
        for (int i = 0; i < tiles.Count; i++)
            tiles[i].CopyTo(sheet[new Rect(i % columns * (Width + 2), i / columns * (Height + TextHeight + 2), Width, Height + TextHeight)]);
        Cv2.ImEncode(".png", sheet, out byte[] png);
        OutputFile.Write(path, stream => stream.Write(png));
    }

    public void Dispose() => tiles.ForEach(tile => tile.Dispose());
}
