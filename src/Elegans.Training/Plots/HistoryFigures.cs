using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Training.Run;
using ScottPlot;

namespace Elegans.Training.Plots;

/// <summary>What became of a run, epoch by epoch: <c>history.csv</c> and a figure each for loss, learning rate, error in cells and error by lineage.</summary>
public static class HistoryFigures
{
    private const int Width = 900, Height = 540;

    /// <summary>Writes them, each whole or not at all.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="history">The finished epochs.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full.</exception>
    public static void Write(string folder, IReadOnlyList<EpochResult> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        OutputFile.Write(Path.Combine(folder, "history.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            string lineages = string.Join(',', FounderLineages.All.Select(lineage => $"{lineage}_error"));
            writer.Write($"epoch,learning_rate,training_loss,validation_loss,total_share_error,total_error,{lineages},summed_lineage_error,seconds\n");
            foreach (EpochResult epoch in history)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{epoch.Epoch},{epoch.LearningRate:G6},{epoch.TrainingLoss:G8},{epoch.ValidationLoss:G8},"
                    + $"{epoch.ValidationErrors.TotalShareError:F5},{epoch.ValidationErrors.TotalError:F4},"));
                writer.Write(string.Join(',', epoch.ValidationErrors.LineageErrors.Select(error => FormattableString.Invariant($"{error:F4}"))));
                writer.Write(FormattableString.Invariant($",{epoch.ValidationErrors.SummedLineageError:F4},{epoch.Seconds:F1}\n"));
            }
        });
        if (history.Count == 0) return;
        double[] epochs = [.. history.Select(epoch => (double)epoch.Epoch)];
        // The weights at the start have no training loss.
        Save(Path.Combine(folder, "loss.png"), "loss", epochs, true, ("training", [.. history.Select(epoch => epoch.TrainingLoss ?? double.NaN)]),
            ("validation", [.. history.Select(epoch => epoch.ValidationLoss)]));
        Save(Path.Combine(folder, "learning-rate.png"), "learning rate at the epoch's end", epochs, true,
            ("learning rate", [.. history.Select(epoch => epoch.LearningRate)]));
        Save(Path.Combine(folder, "error.png"), "mean absolute error in validation, cells", epochs, false,
            ("total", [.. history.Select(epoch => epoch.ValidationErrors.TotalError)]),
            ("lineages, summed", [.. history.Select(epoch => epoch.ValidationErrors.SummedLineageError)]));
        Save(Path.Combine(folder, "error-by-lineage.png"), "mean absolute error in validation, cells", epochs, false,
            [.. FounderLineages.All.Select(
                lineage => (lineage.Letter(), history.Select(epoch => epoch.ValidationErrors.LineageErrors[(int)lineage]).ToArray()))]);
    }

    /// <summary>Curves over epochs, as the learning curves of the experiment's page are drawn too.</summary>
    internal static void Save(string path, string what, double[] epochs, bool logarithmic, params IReadOnlyList<(string Name, double[] Values)> curves)
    {
        FigureFont.Register();
        using var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        foreach ((string name, double[] values) in curves)
        {
            (double Epoch, double Value)[] shown = [.. epochs.Zip(values).Where(point => double.IsFinite(point.Second))
                .Select(point => (point.First, logarithmic ? Math.Log10(Math.Max(point.Second, 1e-12)) : point.Second))];
            if (shown.Length == 0) continue;
            ScottPlot.Plottables.Scatter curve = plot.Add.Scatter(shown.Select(point => point.Epoch).ToArray(), shown.Select(point => point.Value).ToArray());
            curve.LegendText = name;
            curve.LineWidth = 2;
            curve.MarkerSize = 6;
        }

        if (logarithmic)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = exponent => FormattableString.Invariant($"{Math.Pow(10, exponent):G2}"),
            };
        }
        else
        {
            plot.Axes.SetLimitsY(0, curves.Max(curve => curve.Values.Max()) * 1.08);
        }

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.XLabel("epoch", size: 16);
        plot.YLabel(what, size: 16);
        if (curves.Count > 1) _ = plot.ShowLegend(Alignment.UpperRight);
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        OutputFile.Write(path, stream => stream.Write(png));
    }
}
