using Elegans.Files;
using Elegans.Plots;
using ScottPlot;

namespace Elegans.Training.Plots;

/// <summary>The total of one movie over its time points, in several curves.</summary>
internal static class FilmFigure
{
    private const int Width = 900, Height = 540;

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="path">Where to; a PNG.</param>
    /// <param name="title">The movie.</param>
    /// <param name="curves">Each curve's name, time points and totals.</param>
    internal static void Save(string path, string title, IReadOnlyList<(string Name, double[] Times, double[] Totals)> curves)
    {
        FigureFont.Register();
        using var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        foreach ((string name, double[] times, double[] totals) in curves)
        {
            ScottPlot.Plottables.Scatter curve = plot.Add.ScatterLine(times, totals);
            curve.LegendText = name;
            curve.LineWidth = 2;
        }

        plot.Title(title);
        plot.XLabel("time point", size: 16);
        plot.YLabel("cells", size: 16);
        _ = plot.ShowLegend(Alignment.UpperLeft);
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        OutputFile.Write(path, stream => stream.Write(png));
    }
}
