using Elegans.Files;

namespace Elegans.Cli.Batch;

/// <summary>
/// The <c>summary.csv</c> of a folder of tables: a row for each input of this run and of earlier ones, and the memory by which
/// a run skips what is done. It is whole at every moment.
/// </summary>
internal sealed class RunSummary
{
    internal const string FileName = "summary.csv";
    private readonly string path;
    private readonly List<SummaryRow> earlier = [];
    private readonly SortedDictionary<(int Input, int Position), SummaryRow> rows = [];
    private readonly Dictionary<string, (int Input, int Position)> order = new(StringComparer.Ordinal);

    /// <summary>Opens the summary of a folder, with what earlier runs left there.</summary>
    internal RunSummary(string folder)
    {
        path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return;
        using var reader = new StreamReader(path);
        SummaryColumns columns = SummaryColumns.Of(reader.ReadLine() ?? "")
            ?? throw new UsageException($"{path} is no summary of predictions and would be replaced; move it, or give another folder.");
        while (reader.ReadLine() is { } line)
        {
            if (columns.Parse(line) is not { } row) continue;
            // Of two rows of one input the later one holds.
            _ = earlier.RemoveAll(other => other.Input == row.Input);
            earlier.Add(row);
        }
    }

    /// <summary>The rows of this run, in the order of its inputs.</summary>
    internal IEnumerable<SummaryRow> Rows => rows.Values;

    /// <summary>What earlier runs left.</summary>
    internal IReadOnlyList<SummaryRow> Before => earlier;

    /// <summary>The tables of the inputs of earlier runs.</summary>
    internal IReadOnlyDictionary<string, string> Tables => earlier.ToDictionary(row => row.Input, row => row.Output, StringComparer.Ordinal);

    /// <summary>What an earlier run found of the same input with the same settings; null where it has to be done.</summary>
    internal SummaryRow? Earlier(SummaryRow wanted) => earlier.Find(row => row.IsOf(wanted));

    /// <summary>Removes what an earlier run found of an input, before its table is replaced.</summary>
    internal void Forget(string input)
    {
        if (earlier.RemoveAll(row => row.Input == input) > 0) Write();
    }

    /// <summary>Adds what came of an input, and writes the summary whole or not at all.</summary>
    /// <param name="input">Which of this run's inputs it is.</param>
    /// <param name="position">Which of its positions, from 1; 0 where only one of them is read.</param>
    /// <param name="row">What came of it.</param>
    internal void Add(int input, int position, SummaryRow row)
    {
        _ = earlier.RemoveAll(other => other.Input == row.Input);
        rows[(input, position)] = row;
        Write();
    }

    /// <summary>Says which positions an input has besides the first; rows that earlier runs left of others are removed.</summary>
    /// <param name="input">Which of this run's inputs it is.</param>
    /// <param name="named">How it was named.</param>
    /// <param name="more">Its positions.</param>
    /// <returns>The tables of the rows that were removed.</returns>
    internal IReadOnlyList<string> KeepPositions(int input, string named, IReadOnlyList<int> more)
    {
        foreach (int position in more) order.TryAdd(SummaryRow.NameOf(named, position), (input, position));
        SummaryRow[] gone = [.. earlier.Where(row => SummaryRow.IsPositionOf(row.Input, named) && !order.ContainsKey(row.Input))];
        if (gone.Length == 0) return [];
        _ = earlier.RemoveAll(gone.Contains);
        Write();
        return [.. gone.Select(row => row.Output)];
    }

    /// <summary>Takes the inputs of this run, in their order: rows that earlier runs left of them stand in it too.</summary>
    internal void Order(IEnumerable<string> inputs)
    {
        foreach ((int number, string input) in inputs.Index()) order.TryAdd(input, (number, 0));
    }

    /// <summary>Rows of other inputs first, as they were; then this run's, those that it has not come to yet as an earlier run left them.</summary>
    private void Write() => OutputFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write($"{SummaryRow.Header}\n");
        IEnumerable<((int Input, int Position) Place, SummaryRow Row)> before = earlier.Select(row => (order.GetValueOrDefault(row.Input, (-1, 0)), row));
        foreach ((_, SummaryRow row) in before.Concat(rows.Select(each => (each.Key, each.Value))).OrderBy(each => each.Item1)) writer.Write($"{row}\n");
    });
}
