using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace Elegans.Plots;

/// <summary>The lineage curves of many movies in one picture, side by side.</summary>
public sealed record LineageFigureGrid
{
    private const int MostColumns = 4, PanelWidth = 600, PanelHeight = 380;
    private const double PanelScale = 0.6;

    /// <summary>The figures, row by row.</summary>
    public required ImmutableArray<LineageFigure> Figures { get; init; }

    private int Columns => Math.Min(MostColumns, (int)Math.Ceiling(Math.Sqrt(Figures.Length)));

    private int Rows => (Figures.Length + Columns - 1) / Columns;

    /// <summary>Writes the picture whole or not at all, as PNG or SVG by the file's extension.</summary>
    /// <param name="path">Where to; it ends in <c>.png</c> or <c>.svg</c>.</param>
    /// <exception cref="ArgumentException">The extension is another one, or there is no figure.</exception>
    public void Save(string path)
    {
        LineageFigure.RequireFormat(path);
        if (Figures.IsDefaultOrEmpty) throw new ArgumentException("There is no figure to draw.", nameof(path));
        int width = Columns * PanelWidth, height = Rows * PanelHeight;
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            OutputFile.Write(path, stream =>
            {
                using SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream);
                Draw(canvas);
            });
            return;
        }

        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.White);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        OutputFile.Write(path, png.SaveTo);
    }

    private void Draw(SKCanvas canvas)
    {
        for (int i = 0; i < Figures.Length; i++)
        {
            using Plot plot = Figures[i].DrawUntil(null);
            plot.ScaleFactor = PanelScale;
            // A plot clears the canvas and scales it; the clip and the saved state keep that to its panel.
            int before = canvas.Save();
            canvas.Translate(i % Columns * PanelWidth, i / Columns * PanelHeight);
            canvas.ClipRect(SKRect.Create(PanelWidth, PanelHeight));
            plot.Render(canvas, PanelWidth, PanelHeight);
            canvas.RestoreToCount(before);
        }
    }
}
