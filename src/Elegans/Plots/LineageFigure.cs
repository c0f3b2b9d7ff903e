using System.Collections.Immutable;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Predictions;
using ScottPlot;

namespace Elegans.Plots;

/// <summary>The lineage curves of an embryo over its frames: predicted alone, or dashed over annotated.</summary>
public sealed record LineageFigure
{
    private readonly ByContent<ImmutableArray<FramePrediction>> predictedFrames;
    private readonly ByContent<ImmutableSortedDictionary<FrameIndex, LineageCounts>> annotatedFrames = new(
        ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty);
    private const int MaxTicks = 12;
    private const float LeastWidth = 1.2f;
    private const string DeviationColour = "#d62728";

    /// <summary>The predicted frames, in order.</summary>
    public required ImmutableArray<FramePrediction> Predicted
    {
        get => predictedFrames.Value;
        init => predictedFrames = new(value);
    }

    /// <summary>The annotated frames; empty where there is no annotation.</summary>
    public ImmutableSortedDictionary<FrameIndex, LineageCounts> Annotated
    {
        get => annotatedFrames.Value;
        init => annotatedFrames = new(value);
    }

    /// <summary>What the figure shows; above it.</summary>
    public string Title { get; init; } = "";

    /// <summary>A second, smaller line below the title, such as the error.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the legend calls the dashed curves.</summary>
    public string PredictedName { get; init; } = "predicted";

    /// <summary>What the legend calls the solid curves that the dashed ones are compared with.</summary>
    public string AnnotatedName { get; init; } = "annotated";

    /// <summary>How the axis of counts runs.</summary>
    public CountScale Scale { get; init; } = CountScale.Doublings;

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; } = 1200;

    /// <summary>Height in pixels.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Writes the figure whole or not at all, as PNG or SVG by the file's extension.</summary>
    /// <param name="path">Where to; it ends in <c>.png</c> or <c>.svg</c>.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public void Save(string path)
    {
        RequireFormat(path);
        using Plot plot = Draw();
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            string svg = plot.GetSvgXml(Width, Height);
            OutputFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.Write(svg);
            });
        }
        else
        {
            byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
            OutputFile.Write(path, stream => stream.Write(png));
        }
    }

    /// <summary>Refuses a file name whose extension is neither <c>.png</c> nor <c>.svg</c>, before any work is done.</summary>
    /// <param name="path">The file name.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public static void RequireFormat(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (OutputPlace.ExtensionOf(path, ".png").ToUpperInvariant() is not (".PNG" or ".SVG"))
            throw new ArgumentException($"A plot is written as .png or .svg, not as '{Path.GetFileName(path)}'.", nameof(path));
    }

    private Plot Draw() => DrawUntil(null);

    /// <summary>The figure with its curves up to a frame, and axes that have room for all of them.</summary>
    /// <param name="last">The last frame to draw; null draws all.</param>
    internal Plot DrawUntil(FrameIndex? last)
    {
        FigureFont.Register();
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        bool compares = !Annotated.IsEmpty;
        ImmutableArray<FramePrediction> predicted = last is { } end ? [.. Predicted.Where(frame => frame.Frame <= end)] : Predicted;
        ImmutableSortedDictionary<FrameIndex, LineageCounts> annotated = last is { } until ? Annotated.RemoveRange(Annotated.Keys.Where(frame => frame > until))
            : Annotated;
        AddDeviation(plot, predicted);
        AddBand(plot, predicted);
        AddMeasured(plot, predicted);
        foreach (Lineage lineage in FounderLineages.All.Reverse())
        {
            if (compares) AddCurve(
                plot, [.. annotated.Select(frame => (frame.Key, (int?)frame.Value[lineage]))], LineageColours.Of(lineage), LinePattern.Solid, 1.6f);
            AddPredicted(plot, predicted, frame => frame[lineage], LineageColours.Of(lineage), compares, 2f);
        }

        if (compares) AddCurve(plot, [.. annotated.Select(frame => (frame.Key, (int?)frame.Value.Total))], LineageColours.Total, LinePattern.Solid, 2f);
        AddPredicted(plot, predicted, frame => frame.Total, LineageColours.Total, compares, 2.6f);
        AddLegend(plot, compares);
        if (predicted.Any(IsLeast)) Add(plot, "at least so many", "#666666", LinePattern.Dotted);
        plot.Title(Subtitle.Length > 0 ? $"{Title}\n{Subtitle}" : Title, size: 18);
        plot.XLabel("frame", size: 16);
        plot.YLabel("living cells", size: 16);
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        int most = Math.Max(1, Math.Max(Predicted.Max(frame => frame.Total ?? 0), compares ? Annotated.Values.Max(counts => counts.Total) : 0));
        plot.Axes.SetLimits(Predicted[0].Frame.Value, Math.Max(Predicted[^1].Frame.Value, 1), Position(0) - 0.02, Position(most) * 1.04);
        plot.Axes.Left.TickGenerator = Ticks(most);
        plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.08);
        return plot;
    }

    private double Position(double cells) => Scale == CountScale.Linear ? cells : Math.Log2(1 + cells);

    private ScottPlot.TickGenerators.NumericManual Ticks(int most)
    {
        IEnumerable<int> cells = Scale == CountScale.Doublings
            ? Enumerable.Range(0, 16).Select(power => 1 << power).Prepend(0)
            : Enumerable.Range(0, MaxTicks).Select(i => i * RoundStep(most));
        int[] shown = [.. cells.Where(count => Position(count) <= Position(most) * 1.04)];
        return new ScottPlot.TickGenerators.NumericManual([.. shown.Select(count => Position(count))], [.. shown.Select(count => count.ToString())]);
    }

    private static int RoundStep(int most) => ((ReadOnlySpan<int>)[1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000]).ToArray()
        .FirstOrDefault(step => most / step < MaxTicks - 1, most);

    /// <summary>A predicted curve; where counts are lower bounds it is thin and dotted.</summary>
    private void AddPredicted(
        Plot plot, ImmutableArray<FramePrediction> predicted, Func<FramePrediction, int?> cells, string colour, bool compares, float width)
    {
        AddCurve(plot, [.. predicted.Select(frame => (frame.Frame, IsLeast(frame) ? null : cells(frame)))], colour,
            compares ? LinePattern.Dashed : LinePattern.Solid, width);
        AddCurve(plot, [.. predicted.Select((frame, i) => (frame.Frame,
            IsLeast(frame) || (i + 1 < predicted.Length && IsLeast(predicted[i + 1])) ? cells(frame) : null))], colour, LinePattern.Dotted, LeastWidth);
    }

    private static bool IsLeast(FramePrediction frame) => frame.Status is FrameStatus.BeyondRange or FrameStatus.CutOff;

    private void AddCurve(Plot plot, List<(FrameIndex Frame, int? Cells)> points, string colour, LinePattern pattern, float width)
    {
        // A line must not bridge frames that have no count: each run of neighbours is a line of its own.
        var run = new List<(FrameIndex Frame, int? Cells)>();
        foreach ((FrameIndex frame, int? cells) in points)
        {
            if (run.Count > 0 && (cells is null || frame.Value != run[^1].Frame.Value + 1)) Flush();
            if (cells is not null) run.Add((frame, cells));
        }

        Flush();

        void Flush()
        {
            if (run.Count == 0) return;
            var line = plot.Add.Scatter(
                run.Select(point => (double)point.Frame.Value).ToArray(), run.Select(point => Position(point.Cells!.Value)).ToArray(), Color.FromHex(colour));
            line.MarkerSize = run.Count == 1 ? 6 : 0;
            line.LineWidth = width;
            line.LinePattern = pattern;
            run.Clear();
        }
    }

    /// <summary>The frames in which the embryo departs from normal development, shaded.</summary>
    private static void AddDeviation(Plot plot, ImmutableArray<FramePrediction> predicted)
    {
        FramePrediction[] departing = [.. predicted.Where(frame => frame.Deviation is not null)];
        if (departing.Length == 0) return;
        var span = plot.Add.HorizontalSpan(departing[0].Frame.Value, departing[^1].Frame.Value);
        span.FillColor = Color.FromHex(DeviationColour).WithOpacity(0.16);
        span.LineWidth = 0;
        Add(plot, "not as a normal embryo", DeviationColour, LinePattern.Solid);
    }

    /// <summary>The totals as each frame alone was read, as dots, where the curve is what a normal embryo of the age found has.</summary>
    private void AddMeasured(Plot plot, ImmutableArray<FramePrediction> predicted)
    {
        FramePrediction[] aged = [.. predicted.Where(frame => frame is { Clock: not null, Measured: not null })];
        if (aged.Length == 0) return;
        var dots = plot.Add.Markers(
            aged.Select(frame => (double)frame.Frame.Value).ToArray(), aged.Select(frame => Position(frame.Measured!.Value.Cells)).ToArray(),
            MarkerShape.FilledCircle, 3, Color.FromHex(LineageColours.Total).WithOpacity(0.35));
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "all cells, measured", MarkerStyle = dots.MarkerStyle });
    }

    /// <summary>The 90 % interval of the total, shaded; where nothing bounds it from above, there is none.</summary>
    private void AddBand(Plot plot, ImmutableArray<FramePrediction> predicted)
    {
        var run = new List<(double Frame, double Low, double High)>();
        foreach (FramePrediction frame in predicted)
        {
            if (frame.Intervals?.Total is { High: { } high } total) run.Add((frame.Frame.Value, Position(total.Low), Position(high)));
            else Flush();
        }

        Flush();

        void Flush()
        {
            if (run.Count > 1)
            {
                var band = plot.Add.FillY([.. run.Select(point => point.Frame)], [.. run.Select(point => point.Low)], [.. run.Select(point => point.High)]);
                band.FillColor = Color.FromHex(LineageColours.Total).WithOpacity(0.15);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            run.Clear();
        }
    }

    private void AddLegend(Plot plot, bool compares)
    {
        plot.ShowLegend(Edge.Right);
        plot.Legend.FontName = FigureFont.Name;
        plot.Legend.FontSize = 15;
        plot.Legend.SymbolWidth = 36;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        Add("all cells", LineageColours.Total, LinePattern.Solid);
        foreach (Lineage lineage in FounderLineages.All) Add(lineage.FounderName(), LineageColours.Of(lineage), LinePattern.Solid);
        if (!compares) return;
        Add(AnnotatedName, "#666666", LinePattern.Solid);
        Add(PredictedName, "#666666", LinePattern.Dashed);

        void Add(string text, string colour, LinePattern pattern) => LineageFigure.Add(plot, text, colour, pattern);
    }

    private static void Add(Plot plot, string text, string colour, LinePattern pattern) => plot.Legend.ManualItems.Add(new LegendItem
    {
        LabelText = text,
        LineColor = Color.FromHex(colour),
        LineWidth = 3,
        LinePattern = pattern,
    });
}
