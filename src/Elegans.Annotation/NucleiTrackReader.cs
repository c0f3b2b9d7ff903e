using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Annotation;

/// <summary>
/// Reads nuclei tracks: EPIC's <c>CD*.csv</c> and <c>SCD*.csv</c>, plain or compressed with gzip, with at least the columns
/// <c>cell,time,z,x,y,size</c> (Murray et al. 2012, https://doi.org/10.1101/gr.131920.111), also as R, pandas or a spreadsheet
/// wrote them again; AceTree's and StarryNite's zips; the same not packed; and AceTree's XML, which names its zip and the last time point.
/// </summary>
public static class NucleiTrackReader
{
    private const string Reporter = "blot";
    private static readonly string[] Required = ["cell", "time", "z", "x", "y", "size"];

    /// <summary>Reads one track.</summary>
    /// <param name="path">The file, or the folder of an archive that is not packed; what it is shows its content, not its name.</param>
    /// <exception cref="InputException">It is missing, empty or damaged, a column is missing, or a row is malformed (with its line).</exception>
    public static NucleiTrack Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            if (Directory.Exists(path)) return AceTreeFolder.Read(path);
            ReadOnlySpan<byte> begin = AnnotationFile.Begin(path);
            if (AceTreeArchive.IsArchive(begin)) return AceTreeArchive.Read(path);
            if (AceTreeConfiguration.IsXml(begin)) return Read(AceTreeConfiguration.Read(path), EmbryoName(path));
            return Parse(path, AnnotationFile.Open(path, "a nuclei track (CD*.csv)"));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read as a nuclei track: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// The embryo's name as its file has it: without folder, <c>CD</c> or <c>SCD</c>, extensions, and the <c>-edit</c> with which
    /// AceTree saves.
    /// </summary>
    /// <param name="path">The file, or the folder of an archive that is not packed.</param>
    public static string EmbryoName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) return AceTreeFolder.EmbryoName(path);
        string name = Path.GetFileName(path);
        foreach (string extension in (ReadOnlySpan<string>)[".gz", ".csv", ".tsv", ".txt", "-edit.zip", ".zip", "-edit.xml", ".xml"])
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && name.Length > extension.Length) name = name[..^extension.Length];
        foreach (string prefix in (ReadOnlySpan<string>)["SCD", "CD"])
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length) return name[prefix.Length..];
        return name;
    }

    private static NucleiTrack Read(AceTreeConfiguration configuration, string embryo)
    {
        NucleiTrack track = AceTreeArchive.Read(configuration.Archive, configuration.Last);
        return track.Name == embryo
            ? track
            : new NucleiTrack(embryo, track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus => (time, nucleus))));
    }

    /// <summary>Names in small letters would all be counted as nothing. A track of which no cell was named yet stays a track.</summary>
    private static void RequireNames(string path, IReadOnlySet<string> names)
    {
        if (names.Any(name => FounderLineages.OfCell(name) is not null)) return;
        if (names.FirstOrDefault(name => FounderLineages.OfCell(name.ToUpperInvariant()) is not null
            && !name.StartsWith("nuc", StringComparison.OrdinalIgnoreCase)) is not { } small)
            return;
        throw new InputException(
            path, $"has names such as '{small}', and no cell is named as lineages are, such as ABal, MSa or P1: capital letters are part of a name.");
    }

    private static NucleiTrack Parse(string path, Stream stream)
    {
        using TableReader table = TableReader.Open(path, stream);
        int[] at = table.Columns("a nuclei track", Required);
        int reporter = table.Column(Reporter), early = 0;
        var names = new HashSet<string>().GetAlternateLookup<ReadOnlySpan<char>>();
        var observations = new List<(TimePoint, Nucleus)>();
        while (table.Read())
        {
            ReadOnlySpan<char> cell = table.Text(at[0]);
            if (cell.IsEmpty)
            {
                if (table.IsEmpty()) continue;
                throw new InputException(path, table.Line, "the cell has no name.");
            }

            int time = table.Whole(at[1]);
            if (time < 1)
            {
                early++;
                continue;
            }

            if (!names.TryGetValue(cell, out string? name)) names.Set.Add(name = cell.ToString());
            float diameter = table.Single(at[5]);
            if (diameter < 0) throw new InputException(path, table.Line, $"a nucleus cannot have a diameter of {diameter} pixels.");
            float expression = reporter < 0 || table.IsMissing(reporter) ? 0 : table.Single(reporter);
            observations.Add((new TimePoint(time), new Nucleus(name, table.Single(at[3]), table.Single(at[4]), table.Single(at[2]), diameter, expression)));
        }

        if (observations.Count == 0) throw new InputException(path, "has a header and no traced nucleus.");
        RequireNames(path, names.Set);
        return new NucleiTrack(EmbryoName(path), observations) { ObservationsBeforeStart = early };
    }
}
