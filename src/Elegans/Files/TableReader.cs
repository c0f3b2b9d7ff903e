using nietras.SeparatedValues;

namespace Elegans.Files;

/// <summary>
/// Reads a table of separated values row by row, whoever wrote it: this project, R (quoted, names of rows), Excel (semicolons,
/// decimal commas, a first line <c>sep=,</c>, UTF-16, empty columns at the end) or pandas (whole numbers as <c>1.0</c>, an index
/// without a name). What could be read in two ways is refused, with the file and the line.
/// </summary>
internal sealed partial class TableReader : IDisposable
{
    private const int PeekedBytes = 1 << 16;
    private readonly string path;
    private readonly SepReader reader;
    private readonly char separator;
    private string[] names = [];
    private int headerLine = 1, named, rowNames = -1;
    private bool begun;

    private TableReader(string path, TextReader text, char separator)
    {
        this.path = path;
        this.separator = separator;
        reader = new Sep(separator)
            .Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer })
            .From(text);
    }

    /// <summary>The line that the current row begins on, counted from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>How many fields the current row has, names of rows left out.</summary>
    internal int Fields => reader.Current.ColCount - Math.Max(0, rowNames);

    /// <summary>The names of the columns, as the header has them; of no use for a table without a header.</summary>
    internal IReadOnlyList<string> Names => names;

    /// <summary>Opens a table with a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stream">What it holds; closed with the reader.</param>
    /// <exception cref="InputException">It has no line, or its separator cannot be determined.</exception>
    internal static TableReader Open(string path, Stream stream)
    {
        var peeked = new PeekedStream(stream, PeekedBytes);
        try
        {
            var dialect = TableDialect.Of(path, peeked.Begin);
            var table = new TableReader(path, new StreamReader(peeked, dialect.Encoding), dialect.Separator);
            if (dialect.IsAnnounced) _ = table.Next();
            table.ReadHeader();
            return table;
        }
        catch
        {
            peeked.Dispose();
            throw;
        }
    }

    /// <summary>Opens a table in a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It has no line, or its separator cannot be determined.</exception>
    internal static TableReader Open(string path) => Open(path, File.OpenRead(path));

    /// <summary>Opens a table that this project wrote, with a line before the header that says what it is.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="about">The fields of that line; none where there is none, nor a header.</param>
    internal static TableReader OpenOwn(string path, TextReader text, out string[] about)
    {
        var table = new TableReader(path, text, TableDialect.Own.Separator);
        about = table.Next() ? [.. Enumerable.Range(0, table.Fields).Select(field => table.Text(field).ToString())] : [];
        if (table.Next()) table.TakeHeader();
        return table;
    }

    /// <summary>Opens a table of commas whose first line is a row already.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stream">What it holds; closed with the reader.</param>
    internal static TableReader WithoutHeader(string path, Stream stream) => new(path, new StreamReader(stream), TableDialect.Own.Separator);

    /// <summary>The place of a column; below 0 where there is none. A name that fits but for capital letters is taken where none fits fully.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">Two columns have the name.</exception>
    internal int Column(string name)
    {
        int found = Only(name, StringComparison.Ordinal);
        return found >= 0 ? found : Only(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The places of columns that must be there.</summary>
    /// <param name="what">What the table is, for messages: <c>a nuclei track</c>.</param>
    /// <param name="wanted">Their names.</param>
    /// <exception cref="InputException">One is missing, or is there twice.</exception>
    internal int[] Columns(string what, params IEnumerable<string> wanted)
    {
        string[] all = [.. wanted];
        int[] found = [.. all.Select(Column)];
        if (!found.Contains(-1)) return found;
        string missing = string.Join(", ", all.Where((_, i) => found[i] < 0));
        string expected = $"Expected {string.Join(",", all)} among others.";
        string separated = separator == ',' ? "" : $" Its fields seem to be separated by {TableDialect.NameOf(separator)}.";
        throw new InputException(path, headerLine, $"is not the header of {what}: no column {missing}. {expected}{separated}");
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InputException">The row has other fields than the header, or a quotation mark stands where none belongs.</exception>
    internal bool Read()
    {
        if (!Next()) return false;
        if (names.Length > 0) CheckWidth();
        return true;
    }

    /// <summary>A field of the current row, without blanks and quotation marks around it; empty where a row ends before empty columns.</summary>
    /// <param name="column">The column's place.</param>
    internal ReadOnlySpan<char> Text(int column)
    {
        SepReader.Row row = reader.Current;
        column += Math.Max(0, rowNames);
        return column < row.ColCount ? row[column].Span.Trim() : [];
    }

    /// <summary>Whether a field holds nothing, in the words of spreadsheets, R and pandas.</summary>
    /// <param name="column">The column's place.</param>
    internal bool IsMissing(int column) => Text(column) is "" or "NA" or "N/A" or "#N/A" or "NaN" or "nan" or "NULL" or "None";

    /// <summary>Whether the current row has fields and nothing in them, as spreadsheets write below a table.</summary>
    internal bool IsEmpty()
    {
        for (int field = 0; field < Fields; field++)
            if (Text(field).Length > 0) return false;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private int Only(string name, StringComparison comparison)
    {
        int found = Array.FindIndex(names, each => each.Equals(name, comparison));
        if (found >= 0 && Array.FindIndex(names, found + 1, each => each.Equals(name, comparison)) >= 0)
            throw new InputException(path, headerLine, $"names the column {name} twice, so that it does not say which is meant; remove one of them.");
        return found;
    }

    private void ReadHeader()
    {
        if (!Next()) throw new InputException(path, "has no header.");
        TakeHeader();
    }

    private void TakeHeader()
    {
        headerLine = Line;
        names = [.. Enumerable.Range(0, Fields).Select(field => Text(field).Trim('\uFEFF').Trim('"').Trim().ToString())];
        named = Array.FindLastIndex(names, name => name.Length > 0) + 1;
        if (names is not [var only] || only.AsSpan().IndexOfAny(",;\t") < 0) return;
        const string problem = "has all columns in one quoted field, as a spreadsheet saves a table that it did not take apart";
        throw new InputException(path, headerLine, $"{problem}; import it with its separator, and save it again.");
    }

    /// <summary>The next line that is not blank, well quoted.</summary>
    private bool Next()
    {
        try
        {
            while (reader.MoveNext())
            {
                SepReader.Row row = reader.Current;
                // The first row's line is not counted yet when it is given.
                Line = begun ? row.LineNumberFrom : 1;
                begun = true;
                ReadOnlySpan<char> text = row.Span;
                if (row.ColCount == 1 && text.IsWhiteSpace()) continue;
                if (text.Contains('"')) CheckQuotes(text);
                return true;
            }

            return false;
        }
        catch (NotSupportedException exception)
        {
            throw new InputException(path, $"has a row of more than sixteen million letters after line {Line}; is a quotation mark not closed?", exception);
        }
    }

    /// <summary>Rows are as wide as the header, but for empty fields at the end, and for names of rows, which R writes without naming their column.</summary>
    private void CheckWidth()
    {
        int fields = reader.Current.ColCount;
        if (rowNames < 0)
            rowNames = fields == names.Length + 1 && reader.Current[fields - 1].Span.Trim().Length > 0 && IsFirstNumber(reader.Current[0].Span) ? 1 : 0;
        fields -= rowNames;
        if (fields == names.Length) return;
        if (fields < named) throw Malformed();
        for (int extra = names.Length; extra < fields; extra++)
            if (Text(extra).Length > 0) throw Malformed();

        static bool IsFirstNumber(ReadOnlySpan<char> name) => name.Trim() is "0" or "1";

        InputException Malformed() => new(path, Line, $"has {fields} fields where the header has {names.Length}.");
    }

    /// <summary>
    /// A stray quotation mark makes one field of many, and one row of many lines, without a sign in what is read. So a field is
    /// quoted from its first letter to its last or not at all.
    /// </summary>
    private void CheckQuotes(ReadOnlySpan<char> row)
    {
        for (int at = 0; at <= row.Length; at++)
        {
            while (at < row.Length && row[at] == ' ' && separator != ' ') at++;
            if (at < row.Length && row[at] == '"')
            {
                int close = Closing(row, at);
                if (close < 0) throw new InputException(path, Line, "opens a quotation mark that is never closed.");
                at = close + 1;
                while (at < row.Length && row[at] == ' ' && separator != ' ') at++;
                if (at < row.Length && row[at] != separator)
                    throw new InputException(path, Line, "has letters behind the quotation mark that ends a field; quotation marks inside are written twice.");
                continue;
            }

            int end = row[at..].IndexOf(separator);
            if (row[at..(end < 0 ? row.Length : at + end)].Contains('"'))
                throw new InputException(path, Line, "has a quotation mark inside a field that is not quoted; remove it, or quote the field.");
            if (end < 0) return;
            at += end;
        }
    }

    private static int Closing(ReadOnlySpan<char> row, int open)
    {
        for (int at = open + 1; at < row.Length; at++)
        {
            if (row[at] != '"') continue;
            if (at + 1 < row.Length && row[at + 1] == '"') at++;
            else return at;
        }

        return -1;
    }
}
