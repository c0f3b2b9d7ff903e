using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Annotation.Audit;

/// <summary>
/// Reads published tables of frame labels, such as the predecessor's: a column <c>filenames</c> with paths like
/// <c>frames/EMBRYO/17.jpg</c>, counted from 1, and a column for each lineage. Plain or compressed with gzip.
/// </summary>
public static class PublishedLabelReader
{
    private const string FileColumn = "filenames";

    /// <summary>Far more than any embryo has.</summary>
    private const int MaxCells = 100_000;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is missing or empty, a column is missing, or a row is malformed (with its line).</exception>
    public static IReadOnlyList<PublishedLabel> Read(string path)
    {
        try
        {
            using TableReader table = TableReader.Open(path, AnnotationFile.Open(path, "a table of frame labels"));
            int[] columns = table.Columns("a table of frame labels", [FileColumn, .. FounderLineages.All.Select(lineage => lineage.Letter())]);
            var labels = new List<PublishedLabel>();
            while (table.Read())
            {
                if (table.IsEmpty()) continue;
                (string embryo, FrameIndex frame) = Frame(path, table.Line, table.Text(columns[0]).ToString());
                labels.Add(new PublishedLabel(embryo, frame, new LineageCounts([.. columns.Skip(1).Select(column => Count(table, column))]), table.Line));
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
        string[] parts = file.Split('/', '\\');
        return parts.Length >= 2 && parts[^2].Length > 0 && int.TryParse(
            Path.GetFileNameWithoutExtension(parts[^1]), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            ? (parts[^2], new FrameIndex(number - 1))
            : throw new InputException(path, line, $"'{file}' does not name a frame; FOLDER/EMBRYO/NUMBER.jpg does, the first frame being 1.");
    }

    private static int Count(TableReader table, int column) =>
        table.Whole(column, "a whole number of cells") is >= 0 and < MaxCells and int count
            ? count
            : throw table.Malformed(column, "is not a whole number of cells.");
}
