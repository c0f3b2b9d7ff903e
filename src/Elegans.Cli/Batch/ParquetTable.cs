using System.Globalization;
using Elegans.Files;
using Parquet;
using Parquet.Schema;

namespace Elegans.Cli.Batch;

/// <summary>The tables of many movies in one Parquet file, a row group for each movie: what data frames read fastest.</summary>
internal static class ParquetTable
{
    /// <summary>The column of tables of several embryos; in those of one it is missing, and 1 here.</summary>
    private const string Embryo = "embryo";

    private static readonly DataField Input = new DataField<string>("input");

    /// <summary>Refuses a name that says something else, before any work is done.</summary>
    internal static void RequireFormat(string path)
    {
        if (!OutputPlace.ExtensionOf(path, ".parquet").Equals(".parquet", StringComparison.OrdinalIgnoreCase)) throw new UsageException(
            $"--parquet writes a .parquet file, not '{Path.GetFileName(path)}'.");
    }

    /// <summary>Writes the file whole or not at all, with the columns of the tables behind one that names the input.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="folder">Where the tables of the movies are.</param>
    /// <param name="rows">What came of each movie; those that failed are left out.</param>
    internal static async Task Write(string path, string folder, IReadOnlyList<SummaryRow> rows)
    {
        SummaryRow[] done = [.. rows.Where(row => row.Predicted is not null)];
        if (done.Length == 0) return;
        IReadOnlyList<string>[] headers = [.. done.Select(row => Header(Path.Combine(folder, row.Output)))];
        // The longest is that of a table of several embryos, if there is one.
        DataField[] fields = [.. headers.MaxBy(header => header.Count)!.Select(Field)];
        using var content = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([Input, .. fields]), content))
        {
            foreach (SummaryRow row in done)
            {
                string[][] table = Rows(Path.Combine(folder, row.Output), [.. fields.Select(field => field.Name)]);
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync(Input, [.. table.Select(_ => row.Input)]);
                for (int column = 0; column < fields.Length; column++)
                {
                    int at = column;
                    if (fields[column] is DataField<string>) await group.WriteAsync(fields[column], [.. table.Select(fields => fields[at])]);
                    else if (fields[column] is DataField<double?>) await group.WriteAsync<double>(
                        fields[column], table.Select(fields => Number(fields[at])).ToArray().AsMemory());
                    else await group.WriteAsync<int>(fields[column], table.Select(fields => (int?)Number(fields[at])).ToArray().AsMemory());
                }
            }
        }

        OutputFile.Write(path, content.WriteTo);
    }

    private static IReadOnlyList<string> Header(string path)
    {
        using TableReader table = TableReader.Open(path);
        return table.Names;
    }

    /// <summary>The rows of a table, in the columns that are asked for.</summary>
    private static string[][] Rows(string path, string[] names)
    {
        using TableReader table = TableReader.Open(path);
        int[] columns = [.. names.Select(name => table.Column(name))];
        var rows = new List<string[]>();
        while (table.Read())
            rows.Add([.. columns.Select((column, i) => column >= 0 ? table.Text(column).ToString() : names[i] == Embryo ? "1" : "")]);
        return [.. rows];
    }

    private static DataField Field(string name) => name switch
    {
        "status" or "deviates" => new DataField<string>(name),
        "minutes" or "pace" => new DataField<double?>(name),
        _ => new DataField<int?>(name),
    };

    private static double? Number(string field) => field.Length == 0 ? null : double.Parse(field, CultureInfo.InvariantCulture);
}
