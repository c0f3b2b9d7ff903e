using System.Globalization;
using Elegans.Files;
using Elegans.Predictions;
using Elegans.Workers;

namespace Elegans.Cli.Batch;

/// <summary>One input of a run over many, as the summary has it.</summary>
/// <param name="Input">The input, as it was named.</param>
/// <param name="Output">The table's name in the output folder.</param>
/// <param name="Reason">Why it could not be predicted; null where it could.</param>
/// <param name="Predicted">What it came to; null where it could not be predicted.</param>
/// <param name="Bytes">The input's size, by which a change is noticed.</param>
/// <param name="Modified">When the input was last changed, likewise.</param>
/// <param name="Settings">The model and the options, likewise.</param>
internal sealed record SummaryRow(string Input, string Output, string? Reason, PredictedInput? Predicted, long Bytes, DateTime Modified, string Settings)
{
    internal const string Header = "input,output,status,reason,frames,counted,first_total,last_total,first_minutes,last_minutes,minutes_per_frame,"
        + "deviates,notes,more_positions,bytes,modified,settings";
    internal const string Done = "done", Failed = "failed";

    /// <summary>What an input is called in its row.</summary>
    internal static string NameOf(string input) => input.ReplaceLineEndings(" ");

    /// <summary>What a position of an input is called in its row.</summary>
    internal static string NameOf(string input, int position) => NameOf(string.Create(CultureInfo.InvariantCulture, $"{input} [position {position}]"));

    /// <summary>Whether a row is of one of an input's positions.</summary>
    internal static bool IsPositionOf(string row, string input) => row.StartsWith($"{NameOf(input)} [position ", StringComparison.Ordinal);

    /// <summary>Whether the same work would be done again.</summary>
    internal bool IsOf(SummaryRow other) => (Input, Output, Bytes, Modified, Settings) == (
        other.Input, other.Output, other.Bytes, other.Modified, other.Settings);

    /// <summary>The row as a line of CSV, without a line end.</summary>
    public override string ToString() => string.Join(',', new[]
    {
        Quoted(Input), Quoted(Output), Predicted is null ? Failed : Done, Quoted(Reason ?? Predicted?.Remark ?? ""),
        Text($"{Predicted?.Frames}"), Text($"{Predicted?.Counted}"), Text($"{Predicted?.FirstTotal}"), Text($"{Predicted?.LastTotal}"),
            Text($"{Predicted?.FirstMinutes:F1}"), Text($"{Predicted?.LastMinutes:F1}"),
        Text($"{Predicted?.MinutesPerFrame:0.0##}"), Predicted?.Deviates?.Name() ?? "",
        Quoted(string.Join(' ', Predicted?.Notes.Select(note => note.Text) ?? [])), Text($"{string.Join(' ', Predicted?.MorePositions ?? [])}"),
        Text($"{Bytes}"), Text($"{Modified:O}"), Quoted(Settings),
    });

    private static string Text(ref InvariantText text) => text.ToStringAndClear();

    /// <summary>A field as RFC 4180 has it. Line ends in names become spaces, so that a row stays a line.</summary>
    private static string Quoted(string field)
    {
        field = field.ReplaceLineEndings(" ");
        return field.AsSpan().IndexOfAny(",\"") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
