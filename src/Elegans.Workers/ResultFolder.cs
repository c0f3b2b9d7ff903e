using System.Collections.Immutable;
using System.Text.Json;
using Elegans.Evaluation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Workers;

/// <summary>Where the files of one predicted input lie that a page shows or offers: curves for drawing, figures, JSON.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Title">What figures are called.</param>
public sealed record ResultFolder(string Path, string Title)
{
    /// <summary>The curves as columns, for drawing.</summary>
    public const string CurvesName = "curves.json";

    /// <summary>The counts as JSON, as <c>elegans predict --json</c> writes them.</summary>
    public const string CountsName = "counts.json";

    /// <summary>The figure.</summary>
    public const string PngName = "curve.png", SvgName = "curve.svg";

    /// <summary>Writes everything, each file whole or not at all.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="annotated">How they compare with an annotation; null where there is none.</param>
    /// <param name="card">The model that predicted.</param>
    internal void Write(IReadOnlyList<FramePrediction> predictions, Comparison? annotated, ModelCard card)
    {
        OutputFile.Write(In(CurvesName), stream => WriteCurves(stream, predictions, annotated));
        // An annotation changes no count, and what is written of a table that was read back knows less.
        if (annotated is null) OutputFile.Write(In(CountsName), stream => CountTable.WriteJson(stream, Title, $"{card.Name} {card.Version}", predictions));
        var figure = new LineageFigure
        {
            Predicted = [.. predictions],
            Annotated = annotated?.Annotated ?? ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty,
            Title = Title,
            Subtitle = annotated is null ? "cells of each lineage, predicted" : FormattableString.Invariant(
                $"total off by {annotated.Errors.TotalShareError:P1}, lineages by {annotated.Errors.SummedLineageError:F1} cells in all"),
        };
        figure.Save(In(PngName));
        figure.Save(In(SvgName));
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>One array for each column, a place for each frame; null where there is nothing, which is not zero.</summary>
    private static void WriteCurves(Stream stream, IReadOnlyList<FramePrediction> predictions, Comparison? annotated)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        Column("frame", frame => frame.Frame.Value);
        foreach (Lineage lineage in FounderLineages.All) Column(lineage.Letter(), frame => frame[lineage]);
        Column("total", frame => frame.Total);
        Column("low", frame => frame.Intervals?.Total?.Low);
        Column("high", frame => frame.Intervals?.Total?.High);
        Column("minutes", frame => frame.Clock is { } clock ? Math.Round(clock.Time.Minutes, 1) : null);
        Column("pace", frame => frame.Clock is { } clock ? Math.Round(clock.Pace, 3) : null);
        Column("measured", frame => frame.Measured?.Cells);
        json.WriteStartArray("status");
        foreach (FramePrediction frame in predictions) json.WriteStringValue(frame.Status.Name());
        json.WriteEndArray();
        json.WriteStartArray("deviates");
        foreach (FramePrediction frame in predictions) json.WriteStringValue(frame.Deviation?.Name());
        json.WriteEndArray();
        if (annotated is not null)
        {
            json.WriteStartObject("annotated");
            foreach (Lineage lineage in FounderLineages.All) Column(
                lineage.Letter(), frame => annotated.Annotated.TryGetValue(frame.Frame, out LineageCounts counts) ? counts[lineage] : null);
            Column("total", frame => annotated.Annotated.TryGetValue(frame.Frame, out LineageCounts counts) ? counts.Total : null);
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void Column(string name, Func<FramePrediction, double?> value)
        {
            json.WriteStartArray(name);
            foreach (FramePrediction frame in predictions)
            {
                if (value(frame) is { } number) json.WriteNumberValue(number);
                else json.WriteNullValue();
            }

            json.WriteEndArray();
        }
    }
}
