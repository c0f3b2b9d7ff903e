using System.Globalization;
using System.Text.Json;
using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Tables;

/// <summary>Counts as tables: the same columns wherever counts are written.</summary>
public static class CountTable
{
    /// <summary>The columns of counts: the frame, the seven lineages and their total.</summary>
    public static string Header { get; } = $"frame,{string.Join(',', FounderLineages.All)},total";

    /// <summary>One row of counts without a line end; where there are no counts, the fields are empty.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="counts">Its counts; null leaves the fields empty, which is not zero.</param>
    public static string Row(FrameIndex frame, LineageCounts? counts) => counts is { } known
        ? $"{frame},{string.Join(',', FounderLineages.All.Select(lineage => known[lineage]))},{known.Total}"
        : $"{frame}{new string(',', FounderLineages.Count + 1)}";

    /// <summary>
    /// Writes predictions as CSV, one row for each frame: <see cref="Header"/>; the 90 % interval of the total; the
    /// embryo's age in minutes from the four-cell stage and its pace in minutes from frame to frame, as the clock found
    /// them; the status; what departs from normal development; then what else is asked for. What is not known is empty, which is not zero.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="predictions">The predictions, in order.</param>
    /// <param name="more">Which other columns to write.</param>
    public static void WriteCsv(TextWriter writer, IEnumerable<FramePrediction> predictions, CountColumns more = CountColumns.None)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(predictions);
        WriteHeader(writer, "", more);
        WriteRows(writer, "", predictions, more);
    }

    /// <summary>Writes the counts of every embryo as CSV: of one embryo as above, of several embryo after embryo, with a column <c>embryo</c> first.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="embryos">The embryos.</param>
    /// <param name="more">Which other columns to write.</param>
    public static void WriteCsv(TextWriter writer, IReadOnlyList<EmbryoPrediction> embryos, CountColumns more = CountColumns.None)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(embryos);
        WriteHeader(writer, embryos.Count > 1 ? "embryo," : "", more);
        foreach (EmbryoPrediction embryo in embryos)
            WriteRows(writer, embryos.Count > 1 ? FormattableString.Invariant($"{embryo.Number},") : "", embryo.Frames, more);
    }

    /// <summary>
    /// Writes predictions exactly as the predecessor devolearn does: the columns A, E, M, P, C, D, Z, a row for each frame and
    /// no other column. A frame without counts, of which it knows none, is a row of empty fields, which are not zeros.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="predictions">The predictions, in order.</param>
    public static void WriteDevolearn(TextWriter writer, IEnumerable<FramePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(predictions);
        writer.Write($"{string.Join(',', FounderLineages.All)}\n");
        foreach (FramePrediction prediction in predictions) writer.Write(
            $"{string.Join(',', FounderLineages.All.Select(lineage => $"{prediction[lineage]}"))}\n");
    }

    /// <summary>Writes predictions as JSON: the input, the model, and an array <c>frames</c>.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">What was read.</param>
    /// <param name="model">The model's name and version.</param>
    /// <param name="predictions">The predictions, in order.</param>
    public static void WriteJson(Stream stream, string input, string model, IEnumerable<FramePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        using Utf8JsonWriter json = Begin(stream, input, model);
        WriteFrames(json, predictions);
        json.WriteEndObject();
    }

    /// <summary>Writes the counts of every embryo as JSON: of one embryo as above, of several an array <c>embryos</c>, each with its frames.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="input">What was read.</param>
    /// <param name="model">The model's name and version.</param>
    /// <param name="embryos">The embryos.</param>
    public static void WriteJson(Stream stream, string input, string model, IReadOnlyList<EmbryoPrediction> embryos)
    {
        ArgumentNullException.ThrowIfNull(embryos);
        if (embryos.Count == 1)
        {
            WriteJson(stream, input, model, embryos[0].Frames);
            return;
        }

        using Utf8JsonWriter json = Begin(stream, input, model);
        json.WriteStartArray("embryos");
        foreach (EmbryoPrediction embryo in embryos)
        {
            json.WriteStartObject();
            json.WriteNumber("embryo", embryo.Number);
            if (embryo.Outline?.Middle is { } outline)
            {
                json.WriteStartObject("outline");
                json.WriteNumber("x", Math.Round(outline.CentreX, 1));
                json.WriteNumber("y", Math.Round(outline.CentreY, 1));
                json.WriteNumber("length", Math.Round(2 * outline.LongHalfAxis, 1));
                json.WriteNumber("breadth", Math.Round(2 * outline.ShortHalfAxis, 1));
                json.WriteNumber("degrees", Math.Round(double.RadiansToDegrees(outline.Angle), 1));
                json.WriteEndObject();
            }

            WriteFrames(json, embryo.Frames);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(Stream stream, string input, string model)
    {
        var json = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        json.WriteStartObject();
        json.WriteString("input", input);
        json.WriteString("model", model);
        return json;
    }

    private static void WriteFrames(Utf8JsonWriter json, IEnumerable<FramePrediction> predictions)
    {
        if (predictions is MoviePrediction { Departure: { } departure, DepartureLimit: { } limit })
        {
            json.WriteStartObject("growth");
            json.WriteNumber("departure", Math.Round(departure, 3));
            json.WriteNumber("limit", limit);
            json.WriteEndObject();
        }

        if (predictions is MoviePrediction { Deviation: { } deviation })
        {
            json.WriteStartObject("deviation");
            json.WriteString("deviates", (deviation.IsFewer ? Deviation.FewerCells : Deviation.MoreCells).Name());
            json.WriteNumber("from", deviation.From.Value);
            json.WriteNumber("worst", deviation.Worst.Value);
            json.WriteNumber("measured", Math.Round(deviation.Measured));
            json.WriteNumber("expected", Math.Round(deviation.Expected));
            json.WriteNumber("doublings", Math.Round(deviation.Departure, 3));
            json.WriteEndObject();
        }

        json.WriteStartArray("frames");
        foreach (FramePrediction prediction in predictions)
        {
            json.WriteStartObject();
            json.WriteNumber("frame", prediction.Frame.Value);
            json.WriteString("status", prediction.Status.Name());
            if (prediction.Counts is { } counts)
            {
                json.WriteStartObject("counts");
                foreach (Lineage lineage in FounderLineages.All) json.WriteNumber(lineage.Letter(), counts[lineage]);
                json.WriteEndObject();
                json.WriteNumber("total", counts.Total);
            }

            if (prediction.Intervals is { } intervals)
            {
                json.WriteStartObject("intervals");
                foreach (Lineage lineage in FounderLineages.All) WriteBounds(json, lineage.Letter(), intervals[lineage]);
                WriteBounds(json, "total", intervals.Total);
                json.WriteEndObject();
            }

            if (prediction.Measured is { } measured)
            {
                json.WriteNumber("measured", measured.Cells);
                WriteBounds(json, "measuredInterval", measured.Interval);
            }

            if (prediction.Expected is { } expected)
            {
                json.WriteStartObject("expected");
                foreach (Lineage lineage in FounderLineages.All) json.WriteNumber(lineage.Letter(), expected[lineage]);
                json.WriteEndObject();
            }

            if (prediction.Deviation is { } deviates) json.WriteString("deviates", deviates.Name());
            if (prediction.Clock is { } clock)
            {
                json.WriteNumber("minutes", Math.Round(clock.Time.Minutes, 1));
                json.WriteNumber("pace", Math.Round(clock.Pace, 3));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHeader(TextWriter writer, string before, CountColumns more)
    {
        writer.Write($"{before}{Header},total_low,total_high,minutes,pace,status,deviates");
        if (more.HasFlag(CountColumns.Measured)) writer.Write(",measured,measured_low,measured_high");
        if (more.HasFlag(CountColumns.Expected))
            writer.Write($"{string.Concat(FounderLineages.All.Select(lineage => $",expected_{lineage}"))},expected_total");
        if (more.HasFlag(CountColumns.Intervals)) writer.Write(string.Concat(FounderLineages.All.Select(lineage => $",{lineage}_low,{lineage}_high")));
        writer.Write('\n');
    }

    private static void WriteRows(TextWriter writer, string before, IEnumerable<FramePrediction> predictions, CountColumns more)
    {
        foreach (FramePrediction prediction in predictions)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{before}{Row(prediction.Frame, prediction.Counts)},{Bounds(prediction.Intervals?.Total)},{prediction.Clock?.Time},"
                + $"{prediction.Clock?.Pace:F3},{prediction.Status.Name()},{prediction.Deviation?.Name()}"));
            if (more.HasFlag(CountColumns.Measured)) writer.Write(string.Create(
                CultureInfo.InvariantCulture, $",{prediction.Measured?.Cells},{Bounds(prediction.Measured?.Interval)}"));
            if (more.HasFlag(CountColumns.Expected)) writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Concat(FounderLineages.All.Select(lineage => $",{prediction.Expected?[lineage]}"))},{prediction.Expected?.Total}"));
            if (more.HasFlag(CountColumns.Intervals))
                writer.Write(string.Concat(FounderLineages.All.Select(lineage => $",{Bounds(prediction.Intervals?[lineage])}")));
            writer.Write('\n');
        }
    }

    private static string Bounds(CountInterval? interval) => string.Create(CultureInfo.InvariantCulture, $"{interval?.Low},{interval?.High}");

    private static void WriteBounds(Utf8JsonWriter json, string name, CountInterval? known)
    {
        if (known is not { } interval)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        json.WriteNumberValue(interval.Low);
        if (interval.High is { } high) json.WriteNumberValue(high);
        else json.WriteNullValue();
        json.WriteEndArray();
    }
}
