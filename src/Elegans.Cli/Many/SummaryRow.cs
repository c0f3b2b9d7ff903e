using System.Globalization;
using System.Text;
using Elegans.Workers;

namespace Elegans.Cli.Many;

/// <summary>One input of a run over many, as the summary tells it.</summary>
/// <param name="Input">The input, as it was named.</param>
/// <param name="Output">The table's name in the output folder.</param>
/// <param name="Reason">Why it could not be predicted; null where it could.</param>
/// <param name="Predicted">What it came to; null where it could not be predicted.</param>
/// <param name="Bytes">The input's size, by which a change is noticed.</param>
/// <param name="Modified">When the input was last changed, likewise.</param>
/// <param name="Settings">The model and the options, likewise.</param>
internal sealed record SummaryRow(string Input, string Output, string? Reason, PredictedInput? Predicted, long Bytes, DateTime Modified, string Settings)
{
    internal const string Header = "input,output,status,reason,frames,counted,first_total,last_total,first_minutes,last_minutes,bytes,modified,settings";
    private const int Fields = 13;
    private const string Done = "done", Failed = "failed";

    /// <summary>Whether the same work would be done again.</summary>
    internal bool IsOf(SummaryRow other) => (Input, Output, Bytes, Modified, Settings) == (other.Input, other.Output, other.Bytes, other.Modified, other.Settings);

    /// <summary>Reads a row; null where it is none of this format.</summary>
    internal static SummaryRow? Parse(string line)
    {
        string[] fields = [.. Split(line)];
        if (fields.Length != Fields || fields[2] is not (Done or Failed)) return null;
        if (!long.TryParse(fields[10], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            || !DateTime.TryParse(fields[11], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime modified)) return null;
        bool done = fields[2] == Done;
        if (done && (Whole(fields[4]) is null || Whole(fields[5]) is null)) return null;
        return new SummaryRow(
            fields[0],
            fields[1],
            done ? null : fields[3],
            done ? new PredictedInput(Whole(fields[4])!.Value, Whole(fields[5])!.Value, Whole(fields[6]), Whole(fields[7]), Number(fields[8]), Number(fields[9]), fields[3]) : null,
            bytes,
            modified,
            fields[12]);
    }

    /// <summary>The row as a line of CSV, without a line end.</summary>
    public override string ToString() => string.Join(',', new[]
    {
        Quoted(Input), Quoted(Output), Predicted is null ? Failed : Done, Quoted(Reason ?? Predicted?.Remark ?? ""),
        Text($"{Predicted?.Frames}"), Text($"{Predicted?.Counted}"), Text($"{Predicted?.FirstTotal}"), Text($"{Predicted?.LastTotal}"), Text($"{Predicted?.FirstMinutes:F1}"), Text($"{Predicted?.LastMinutes:F1}"),
        Text($"{Bytes}"), Text($"{Modified:O}"), Settings,
    });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int? Whole(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static double? Number(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    /// <summary>A field as RFC 4180 has it. Line ends in names become spaces, so that a row stays a line.</summary>
    private static string Quoted(string field)
    {
        field = field.ReplaceLineEndings(" ");
        return field.AsSpan().IndexOfAny(",\"") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
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
