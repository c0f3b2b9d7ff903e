using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Training.Data;

/// <summary>Real movies matched with the tracks of their embryos: by name in two folders, or by a manifest.</summary>
/// <remarks>
/// A manifest is a table with the columns <c>movie,nuclei</c> and, where wanted, <c>recording,offset</c>. Paths are
/// relative to the manifest; <c>offset</c> is the time point that the movie's first frame shows, 1 unless given.
/// </remarks>
public sealed class MovieSet
{
    private MovieSet(IReadOnlyList<AnnotatedMovie> movies, IReadOnlyList<DataFinding> findings) => (Movies, Findings) = (movies, findings);

    /// <summary>The movies with a track.</summary>
    public IReadOnlyList<AnnotatedMovie> Movies { get; }

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm", ".wmv", ".gif", ".tif", ".tiff", ".btf", ".lsm", ".stk", ".ims",
    };

    /// <summary>What could not be matched.</summary>
    public IReadOnlyList<DataFinding> Findings { get; }

    /// <summary>Matches the movies of a folder with tracks of the same names.</summary>
    /// <param name="folder">The folder of movies.</param>
    /// <param name="tracks">Tracks by the embryos' names.</param>
    /// <exception cref="InputException">The folder is missing or holds no movie.</exception>
    public static MovieSet OfFolder(string folder, IReadOnlyDictionary<string, NucleiTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        if (!Directory.Exists(folder)) throw new InputException(folder, "is not a folder of movies, and no manifest (.csv).");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsMovie).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException(folder, "holds no movie (.mov, .mp4, .avi or a TIFF stack).");
        var matched = new List<AnnotatedMovie>();
        var findings = new List<DataFinding>();
        foreach (string file in files)
        {
            string embryo = Path.GetFileNameWithoutExtension(file);
            if (tracks.TryGetValue(embryo, out NucleiTrack? track)) matched.Add(
                new AnnotatedMovie(file, track, EmbryoSplit.RecordingOf(embryo), FrameAlignment.Epic));
            else findings.Add(new DataFinding(embryo, null, DataProblem.NoTrack, "there is no nuclei track of this name"));
        }

        return new MovieSet(matched, findings);
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The table.</param>
    /// <exception cref="InputException">It is missing, a column is missing, or a row is malformed or names a file that is not there (with its
    /// line).</exception>
    public static MovieSet OfManifest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using TableReader table = TableReader.Open(path, AnnotationFile.Open(path, "a manifest of movies"));
        int[] required = table.Columns("a manifest of movies", "movie", "nuclei");
        int recording = table.Column("recording"), offset = table.Column("offset");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var movies = new List<AnnotatedMovie>();
        while (table.Read())
        {
            if (table.IsEmpty()) continue;
            int line = table.Line;
            string movie = table.Text(required[0]).ToString(), nuclei = table.Text(required[1]).ToString();
            string file = Path.Combine(folder, movie), track = Path.Combine(folder, nuclei);
            if (!File.Exists(file)) throw new InputException(path, line, $"names the movie {movie}, which does not exist.");
            if (!Path.Exists(track)) throw new InputException(path, line, $"names the track {nuclei}, which does not exist.");
            NucleiTrack read = NucleiTrackReader.Read(track);
            if (movies.Exists(other => other.Embryo == read.Name)) throw new InputException(path, line, $"names the embryo {read.Name} a second time.");
            movies.Add(new AnnotatedMovie(
                file,
                read,
                recording >= 0 && !table.IsMissing(recording) ? table.Text(recording).ToString() : EmbryoSplit.RecordingOf(read.Name),
                offset >= 0 && !table.IsMissing(offset)
                    ? new FrameAlignment(table.Whole(offset, "an offset, the time point that the first frame shows"))
                    : FrameAlignment.Epic));
        }

        return movies.Count > 0 ? new MovieSet(movies, []) : throw new InputException(path, "has a header and names no movie.");
    }

    private static bool IsMovie(string file)
    {
        // What else lies in the folder, such as notes, is no movie that cannot be read.
        if (!Extensions.Contains(Path.GetExtension(file))) return false;
        try
        {
            return FrameSource.Open(file).IsMovie;
        }
        catch (InputException)
        {
            // One that cannot be decoded: it is listed as a movie, and refused with its reason when it is read.
            return true;
        }
    }
}
