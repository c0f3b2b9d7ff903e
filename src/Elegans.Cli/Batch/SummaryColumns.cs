using System.Globalization;
using System.Text;
using Elegans.Imaging;
using Elegans.Predictions;
using Elegans.Workers;

namespace Elegans.Cli.Batch;

/// <summary>
/// Reads a <c>summary.csv</c> by the names of its columns, so that one of an older version, or one that went through a
/// spreadsheet, keeps its rows.
/// </summary>
internal sealed class SummaryColumns
{
    private readonly Dictionary<string, int> columns;

    private SummaryColumns(Dictionary<string, int> columns) => this.columns = columns;

    /// <summary>The columns of a header; null where it is no summary's.</summary>
    internal static SummaryColumns? Of(string header)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int at, string name) in Split(header.TrimStart('\uFEFF')).Index()) found.TryAdd(name.Trim(), at);
        return found.ContainsKey("input") && found.ContainsKey("output") && found.ContainsKey("status") ? new SummaryColumns(found) : null;
    }

    /// <summary>Reads a row; null where it is none. What cannot be read of a row's memory has its input done again.</summary>
    internal SummaryRow? Parse(string line)
    {
        string[] fields = [.. Split(line)];
        string input = Field("input"), output = Field("output"), status = Field("status"), reason = Field("reason");
        if (input.Length == 0 || output.Length == 0 || status is not (SummaryRow.Done or SummaryRow.Failed)) return null;
        bool known = long.TryParse(Field("bytes"), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            & DateTime.TryParse(Field("modified"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime modified);
        bool done = status == SummaryRow.Done && Whole("frames") is not null && Whole("counted") is not null;
        return new SummaryRow(
            input,
            output,
            done ? null : reason,
            done ? new PredictedInput(Whole("frames")!.Value, Whole("counted")!.Value, Whole("first_total"), Whole("last_total"), Number("first_minutes"),
                Number("last_minutes"), reason)
            {
                MinutesPerFrame = Number("minutes_per_frame"),
                Deviates = Deviations.Named(Field("deviates")),
                MorePositions = [.. Field("more_positions").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int position) ? position : 0)
                    .Where(position => position > 0)],
                Notes = Field("notes") is { Length: > 0 } notes ? [new SourceNote(notes)] : [],
            } : null,
            known ? bytes : -1,
            modified,
            Field("settings"));

        string Field(string name) => columns.TryGetValue(name, out int at) && at < fields.Length ? fields[at] : "";

        int? Whole(string name) => int.TryParse(Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

        double? Number(string name) => double.TryParse(Field(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    private static IEnumerable<string> Split(string line)
    {
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                yield return field.ToString();
                field.Clear();
            }
            else field.Append(line[i]);
        }

        yield return field.ToString();
    }
}
