using System.Collections.Immutable;
using Elegans.Models;

namespace Elegans.Training.Data;

/// <summary>
/// What bore on the parts that every package shares, whatever it is trained on: the renderer's ranges, the settings of the clock, the reference course
/// and the reference embryo. The ranges and the misfit that is allowed were chosen with the three public movies in view.
/// </summary>
public static class ProgramLedger
{
    private const string Table = "Elegans.Training.Data.program-ledger.csv";
    private static readonly Lazy<ImmutableArray<LedgerEntry>> Read = new(() => [.. Rows()]);

    /// <summary>The entries, those of the course and the reference embryo being all that were offered to them.</summary>
    public static ImmutableArray<LedgerEntry> Entries => Read.Value;

    private static IEnumerable<LedgerEntry> Rows()
    {
        using var reader = new StreamReader(typeof(ProgramLedger).Assembly.GetManifestResourceStream(Table)!);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            yield return new LedgerEntry(cells[0], cells[1], cells[2].Length > 0 ? cells[2] : null, Enum.Parse<LedgerRole>(cells[3]));
        }
    }
}
