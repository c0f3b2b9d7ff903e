using System.Collections.Immutable;
using Elegans.Files;
using Elegans.Lineages;
using ScottPlot;
using SkiaSharp;

namespace Elegans.Plots;

/// <summary>The lineage curves of many movies in one picture, side by side.</summary>
public sealed record LineageFigureGrid
{
    private readonly ByContent<ImmutableArray<LineageFigure>> figures;
    private const int MaxColumns = 4, PanelWidth = 600, PanelHeight = 380;
    private const double PanelScale = 0.6;

    /// <summary>The figures, row by row.</summary>
    public required ImmutableArray<LineageFigure> Figures
    {
        get => figures.Value;
        init => figures = new(value);
    }

    private int Columns => Math.Min(MaxColumns, (int)Math.Ceiling(Math.Sqrt(Figures.Length)));

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
            // In memory first: an exception of a full disk does not come through the native code that draws.
            using var svg = new MemoryStream();
            using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), svg)) Draw(canvas);
            OutputFile.Write(path, svg.WriteTo);
            return;
        }

        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.White);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        byte[] bytes = png.ToArray();
        OutputFile.Write(path, stream => stream.Write(bytes));
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
