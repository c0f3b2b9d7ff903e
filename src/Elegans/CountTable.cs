using System.Text.Json;

namespace Elegans;

/// <summary>Counts as tables: the same columns wherever counts are written.</summary>
public static class CountTable
{
    /// <summary>The columns of counts: the frame, the seven lineages and their total.</summary>
    public static string Header { get; } = $"frame,{string.Join(',', Lineages.All)},total";

    /// <summary>One row of counts without a line end; where there are no counts, the fields are empty.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="counts">Its counts; null leaves the fields empty, which is not zero.</param>
    public static string Row(FrameIndex frame, LineageCounts? counts) => counts is { } known
        ? $"{frame},{string.Join(',', Lineages.All.Select(lineage => known[lineage]))},{known.Total}"
        : $"{frame}{new string(',', Lineages.Count + 1)}";

    /// <summary>Writes predictions as CSV: <see cref="Header"/> and a column <c>status</c>, one row for each decoded frame.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="predictions">The predictions, in order; each row is written as it comes.</param>
    public static void WriteCsv(TextWriter writer, IEnumerable<FramePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(predictions);
        writer.Write($"{Header},status\n");
        foreach (FramePrediction prediction in predictions) writer.Write($"{Row(prediction.Frame, prediction.Counts)},{Name(prediction.Status)}\n");
    }

    /// <summary>Writes predictions as JSON: the input, the model, and an array <c>frames</c>.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">What was read.</param>
    /// <param name="model">The model's name and version.</param>
    /// <param name="predictions">The predictions, in order.</param>
    public static void WriteJson(Stream stream, string input, string model, IEnumerable<FramePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("input", input);
        json.WriteString("model", model);
        json.WriteStartArray("frames");
        foreach (FramePrediction prediction in predictions)
        {
            json.WriteStartObject();
            json.WriteNumber("frame", prediction.Frame.Value);
            json.WriteString("status", Name(prediction.Status));
            if (prediction.Counts is { } counts)
            {
                json.WriteStartObject("counts");
                foreach (Lineage lineage in Lineages.All) json.WriteNumber(lineage.Letter(), counts[lineage]);
                json.WriteEndObject();
                json.WriteNumber("total", counts.Total);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Name(FrameStatus status) => status switch
    {
        FrameStatus.Ok => "ok",
        FrameStatus.NoEmbryo => "no_embryo",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };
}
