using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Plots;
using ScottPlot;

namespace Elegans.Training.Plots;

/// <summary>
/// What the best weights make of the frames that validate: <c>validation.csv</c>, the predicted total against the true one, and the error by stage.
/// </summary>
internal static class ValidationFigures
{
    private const int Width = 900, Height = 700, StagesPerDoubling = 1;

    /// <summary>Writes them, each whole or not at all.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="frames">The frames.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full.</exception>
    internal static void Write(string folder, IReadOnlyList<(LineageCounts Predicted, LineageCounts Truth)> frames)
    {
        OutputFile.Write(Path.Combine(folder, "validation.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write($"{Columns("true")},{Columns("predicted")}\n");
            foreach ((LineageCounts predicted, LineageCounts truth) in frames) writer.Write($"{Row(truth)},{Row(predicted)}\n");
        });
        (LineageCounts Predicted, LineageCounts Truth)[] counted = [.. frames.Where(frame => frame.Truth.Total > 0)];
        if (counted.Length == 0) return;
        WriteAgainst(Path.Combine(folder, "predicted-against-true.png"), counted);
        WriteStages(Path.Combine(folder, "error-by-stage.png"), counted);
    }

    private static string Columns(string what) => string.Join(',', FounderLineages.All.Select(lineage => $"{lineage}_{what}"));

    private static string Row(LineageCounts counts) =>
        string.Join(',', FounderLineages.All.Select(lineage => counts[lineage].ToString(CultureInfo.InvariantCulture)));

    private static void WriteAgainst(string path, (LineageCounts Predicted, LineageCounts Truth)[] frames)
    {
        using Plot plot = NewPlot("true cells", "predicted cells");
        double[] truth = [.. frames.Select(frame => Math.Log2(frame.Truth.Total))],
            predicted = [.. frames.Select(frame => Math.Log2(1 + frame.Predicted.Total))];
        ScottPlot.Plottables.Scatter points = plot.Add.ScatterPoints(truth, predicted);
        points.MarkerSize = 4;
        double most = Math.Max(truth.Max(), predicted.Max()) + 0.3;
        ScottPlot.Plottables.Scatter right = plot.Add.ScatterLine(new[] { 0, most }, new[] { 0, most });
        right.LineWidth = 1;
        right.Color = Colors.Gray;
        plot.Axes.SetLimits(0, most, 0, most);
        plot.Axes.Bottom.TickGenerator = Doublings();
        plot.Axes.Left.TickGenerator = Doublings();
        Save(plot, path);
    }

    private static void WriteStages(string path, (LineageCounts Predicted, LineageCounts Truth)[] frames)
    {
        using Plot plot = NewPlot("true cells", "mean absolute error of the total, percent");
        (double Stage, double Error)[] stages = [.. frames.GroupBy(frame => Math.Floor(StagesPerDoubling * Math.Log2(frame.Truth.Total)))
            .OrderBy(stage => stage.Key)
            .Select(stage => (stage.Key / StagesPerDoubling, 100 * CountErrors.Of(stage).TotalShareError))];
        _ = plot.Add.Bars(stages.Select(stage => stage.Stage + 0.5).ToArray(), stages.Select(stage => stage.Error).ToArray());
        plot.Axes.SetLimitsY(0, (stages.Max(stage => stage.Error) * 1.08) + 1e-6);
        plot.Axes.Bottom.TickGenerator = Doublings();
        Save(plot, path);
    }

    private static ScottPlot.TickGenerators.NumericAutomatic Doublings() => new()
    {
        IntegerTicksOnly = true,
        LabelFormatter = doublings => FormattableString.Invariant($"{Math.Pow(2, doublings):F0}"),
    };

    private static Plot NewPlot(string x, string y)
    {
        FigureFont.Register();
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        plot.XLabel(x, size: 16);
        plot.YLabel(y, size: 16);
        return plot;
    }

    private static void Save(Plot plot, string path)
    {
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        OutputFile.Write(path, stream => stream.Write(png));
    }
}
