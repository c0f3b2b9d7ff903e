namespace Elegans.Cli.Many;

/// <summary>The <c>summary.csv</c> of a run over many inputs: a row for each, and the memory by which a second run skips what is done.</summary>
internal sealed class RunSummary
{
    internal const string FileName = "summary.csv";
    private readonly string path;
    private readonly SortedDictionary<int, SummaryRow> rows = [];
    private readonly Dictionary<string, SummaryRow> before;

    /// <summary>Opens the summary of a folder, with what an earlier run left there.</summary>
    internal RunSummary(string folder)
    {
        path = Path.Combine(folder, FileName);
        before = File.Exists(path)
            ? File.ReadLines(path).Skip(1).Select(SummaryRow.Parse).OfType<SummaryRow>().GroupBy(row => row.Input, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
    }

    /// <summary>The rows, in the order of the inputs.</summary>
    internal IEnumerable<SummaryRow> Rows => rows.Values;

    /// <summary>What an earlier run found of the same input with the same settings; null where it has to be done.</summary>
    internal SummaryRow? Earlier(SummaryRow wanted) => before.TryGetValue(wanted.Input, out SummaryRow? row) && row.IsOf(wanted) ? row : null;

    /// <summary>Adds what came of an input, and writes the summary whole or not at all.</summary>
    internal void Add(int position, SummaryRow row)
    {
        rows[position] = row;
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write($"{SummaryRow.Header}\n");
            foreach (SummaryRow each in rows.Values) writer.Write($"{each}\n");
        });
    }
}
