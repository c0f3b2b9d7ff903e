using System.Globalization;

namespace Elegans.Annotation;

/// <summary>
/// Reads EPIC's nuclei tracks: <c>CD*.csv</c>, plain or compressed with gzip, with at least the columns
/// <c>cell,time,z,x,y,size</c> (Murray et al. 2012, https://doi.org/10.1101/gr.131920.111); and the zips of AceTree and StarryNite.
/// </summary>
public static class NucleiTrackReader
{
    private const string Reporter = "blot";
    private static readonly string[] Required = ["cell", "time", "z", "x", "y", "size"];

    /// <summary>Reads one track.</summary>
    /// <param name="path">The file; compression is recognised by content, not by name.</param>
    /// <exception cref="InputException">The file is missing, empty or damaged, a column is missing, or a row is malformed (with its line).</exception>
    public static NucleiTrack Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            if (AnnotationFile.BeginsAsZip(path)) return AceTreeArchive.Read(path);
            using Stream stream = AnnotationFile.Open(path, "a nuclei track (CD*.csv)");
            using var reader = new StreamReader(stream);
            return Parse(path, reader);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read as a nuclei track: {exception.Message}", exception);
        }
    }

    /// <summary>The embryo's name as its file tells it: without folder, <c>CD</c> and extensions.</summary>
    /// <param name="path">The file.</param>
    public static string EmbryoName(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string extension in (ReadOnlySpan<string>)[".gz", ".csv", ".zip"])
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) name = name[..^extension.Length];
        return name.StartsWith("CD", StringComparison.Ordinal) && name.Length > 2 ? name[2..] : name;
    }

    private static NucleiTrack Parse(string path, StreamReader reader)
    {
        string header = reader.ReadLine() ?? "";
        Dictionary<string, int> columns = Columns(path, header);
        int width = header.Split(',').Length, reporter = columns.GetValueOrDefault(Reporter, -1), line = 1, early = 0;
        int[] at = [.. Required.Select(column => columns[column])];
        var names = new HashSet<string>().GetAlternateLookup<ReadOnlySpan<char>>();
        var observations = new List<(TimePoint, Nucleus)>();
        Span<Range> fields = new Range[width + 1];
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            var row = new Row(path, line, text, fields[..text.AsSpan().Split(fields, ',')], width);
            ReadOnlySpan<char> cell = row.Text(at[0]);
            if (cell.IsEmpty) throw new InputException(path, line, "the cell has no name.");
            int time = row.Whole(at[1], "time");
            if (time < 1)
            {
                early++;
                continue;
            }

            if (!names.TryGetValue(cell, out string? name)) names.Set.Add(name = cell.ToString());
            float diameter = row.Number(at[5], "size");
            if (diameter < 0) throw new InputException(path, line, $"a nucleus cannot have a diameter of {diameter} pixels.");
            var nucleus = new Nucleus(name, row.Number(at[3], "x"), row.Number(at[4], "y"), row.Number(at[2], "z"), diameter, reporter < 0 ? 0 : row.Number(reporter, Reporter));
            observations.Add((new TimePoint(time), nucleus));
        }

        if (observations.Count == 0) throw new InputException(path, "has a header and no traced nucleus.");
        return new NucleiTrack(EmbryoName(path), observations) { ObservationsBeforeStart = early };
    }

    private static Dictionary<string, int> Columns(string path, string header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string[] names = header.TrimStart('\uFEFF').Split(',');
        for (int i = 0; i < names.Length; i++) columns.TryAdd(names[i].Trim(), i);
        string[] missing = [.. Required.Where(column => !columns.ContainsKey(column))];
        if (missing.Length > 0)
            throw new InputException(path, 1, $"is not the header of a nuclei track: no column {string.Join(", ", missing)}. Expected comma-separated {string.Join(",", Required)} among others.");
        return columns;
    }

    private readonly ref struct Row
    {
        private readonly string path;
        private readonly int line;
        private readonly ReadOnlySpan<char> text;
        private readonly ReadOnlySpan<Range> fields;

        public Row(string path, int line, ReadOnlySpan<char> text, ReadOnlySpan<Range> fields, int width)
        {
            if (fields.Length != width) throw new InputException(path, line, $"has {(fields.Length > width ? "more than " : "")}{Math.Min(fields.Length, width)} fields where the header has {width}.");
            this.path = path;
            this.line = line;
            this.text = text;
            this.fields = fields;
        }

        public ReadOnlySpan<char> Text(int column) => text[fields[column]].Trim();

        public int Whole(int column, string name) =>
            int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                ? value
                : throw new InputException(path, line, $"'{Text(column)}' in column {name} is not a whole number.");

        public float Number(int column, string name) =>
            float.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                ? value
                : throw new InputException(path, line, $"'{Text(column)}' in column {name} is not a number.");
    }
}
