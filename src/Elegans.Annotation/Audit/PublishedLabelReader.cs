using System.Globalization;

namespace Elegans.Annotation.Audit;

/// <summary>
/// Reads published tables of frame labels, such as the predecessor's: a column <c>filenames</c> with paths like
/// <c>frames/EMBRYO/17.jpg</c>, counted from 1, and a column for each lineage. Plain or compressed with gzip.
/// </summary>
public static class PublishedLabelReader
{
    private const string FileColumn = "filenames";

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is missing or empty, a column is missing, or a row is malformed (with its line).</exception>
    public static IReadOnlyList<PublishedLabel> Read(string path)
    {
        try
        {
            using var reader = new StreamReader(AnnotationFile.Open(path, "a table of frame labels"));
            string[] header = [.. (reader.ReadLine() ?? "").TrimStart('\uFEFF').Split(',').Select(name => name.Trim())];
            int file = Array.IndexOf(header, FileColumn);
            int[] columns = [.. Lineages.All.Select(lineage => Array.IndexOf(header, lineage.Letter()))];
            if (file < 0 || columns.Contains(-1)) throw new InputException(path, 1, $"is not the header of a table of frame labels: it needs the columns {FileColumn},{string.Join(",", Lineages.All)}.");
            var labels = new List<PublishedLabel>();
            for (int line = 2; reader.ReadLine() is { } text; line++)
            {
                if (string.IsNullOrWhiteSpace(text)) continue;
                string[] fields = text.Split(',');
                if (fields.Length != header.Length) throw new InputException(path, line, $"has {fields.Length} fields where the header has {header.Length}.");
                (string embryo, FrameIndex frame) = Frame(path, line, fields[file]);
                labels.Add(new PublishedLabel(embryo, frame, new LineageCounts([.. columns.Select(column => Count(path, line, fields[column]))]), line));
            }

            return labels.Count > 0 ? labels : throw new InputException(path, "has a header and no row.");
        }
        catch (InvalidDataException exception)
        {
            throw new InputException(path, $"is cut off or damaged: {exception.Message}", exception);
        }
    }

    private static (string Embryo, FrameIndex Frame) Frame(string path, int line, string file)
    {
        string[] parts = file.Trim().Split('/', '\\');
        return parts.Length >= 2 && parts[^2].Length > 0 && int.TryParse(Path.GetFileNameWithoutExtension(parts[^1]), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            ? (parts[^2], new FrameIndex(number - 1))
            : throw new InputException(path, line, $"'{file}' does not name a frame; FOLDER/EMBRYO/NUMBER.jpg does, the first frame being 1.");
    }

    /// <summary>Counts are whole numbers; a table written from floating point has them as 4.0.</summary>
    private static int Count(string path, int line, string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double count) && count is >= 0 and < 100_000 && count == Math.Floor(count)
            ? (int)count
            : throw new InputException(path, line, $"'{field}' is not a whole number of cells.");
}
