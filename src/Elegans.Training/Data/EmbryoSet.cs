using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Training.Data;

/// <summary>Embryos with their tracks and, where there are any, their movies: by name in two folders, or by a manifest.</summary>
/// <remarks>
/// A manifest is a table with the columns <c>movie,nuclei</c> and, where wanted, <c>recording,offset,role</c>. Paths are
/// relative to the manifest. A row without movie names an embryo that is only rendered. <c>offset</c> is the time point that the movie's
/// first frame shows, 1 unless given; <c>role</c> is a <see cref="SplitSide"/>, which the split is drawn to respect.
/// </remarks>
public sealed class EmbryoSet
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm", ".wmv", ".gif", ".tif", ".tiff", ".btf", ".lsm", ".stk", ".ims",
    };

    private readonly Dictionary<string, NucleiTrack> tracks = new(StringComparer.Ordinal);
    private readonly List<AnnotatedMovie> movies = [];
    private readonly List<DataFinding> findings = [];
    private readonly Dictionary<string, string> recordings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SplitSide> roles = new(StringComparer.Ordinal);

    private EmbryoSet()
    {
    }

    /// <summary>The tracks of all embryos, by their names.</summary>
    public IReadOnlyDictionary<string, NucleiTrack> Tracks => tracks;

    /// <summary>The movies with a track.</summary>
    public IReadOnlyList<AnnotatedMovie> Movies => movies;

    /// <summary>What could not be matched.</summary>
    public IReadOnlyList<DataFinding> Findings => findings;

    /// <summary>The recordings that a manifest gives, by the embryo's name. Of all others the name tells.</summary>
    public IReadOnlyDictionary<string, string> Recordings => recordings;

    /// <summary>The roles that a manifest gives, by the embryo's name.</summary>
    public IReadOnlyDictionary<string, SplitSide> Roles => roles;

    /// <summary>Matches the movies of a folder with tracks of the same names.</summary>
    /// <param name="folder">The folder of movies; null where there are none.</param>
    /// <param name="tracks">Tracks by the embryos' names.</param>
    /// <exception cref="InputException">The folder is missing or holds no movie.</exception>
    public static EmbryoSet OfFolder(string? folder, IReadOnlyDictionary<string, NucleiTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var set = new EmbryoSet();
        foreach ((string embryo, NucleiTrack track) in tracks) set.tracks.Add(embryo, track);
        if (folder is not null) set.MatchMovies(folder);
        return set;
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The table.</param>
    /// <param name="others">Tracks of embryos beside those it names, by name; the manifest's own go before them.</param>
    /// <exception cref="InputException">It is missing, a column is missing, or a row is malformed or names a file that is not there (with its
    /// line).</exception>
    public static EmbryoSet OfManifest(string path, IReadOnlyDictionary<string, NucleiTrack>? others = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var set = new EmbryoSet();
        using (TableReader table = TableReader.Open(path, AnnotationFile.Open(path, "a manifest of movies"))) set.ReadManifest(path, table);
        foreach ((string embryo, NucleiTrack track) in others ?? new Dictionary<string, NucleiTrack>()) _ = set.tracks.TryAdd(embryo, track);
        return set;
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

    private void MatchMovies(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "is not a folder of movies, and no manifest (.csv).");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsMovie).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException(folder, "holds no movie (.mov, .mp4, .avi or a TIFF stack).");
        foreach (string file in files)
        {
            string embryo = Path.GetFileNameWithoutExtension(file);
            if (tracks.TryGetValue(embryo, out NucleiTrack? track)) movies.Add(
                new AnnotatedMovie(file, track, EmbryoSplit.RecordingOf(embryo), FrameAlignment.Epic));
            else findings.Add(new DataFinding(embryo, null, DataProblem.NoTrack, "there is no nuclei track of this name"));
        }
    }

    private void ReadManifest(string path, TableReader table)
    {
        int[] required = table.Columns("a manifest of movies", "movie", "nuclei");
        int recording = table.Column("recording"), offset = table.Column("offset"), role = table.Column("role");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        while (table.Read())
        {
            if (table.IsEmpty()) continue;
            int line = table.Line;
            string? movie = table.IsMissing(required[0]) ? null : table.Text(required[0]).ToString();
            string nuclei = table.Text(required[1]).ToString(), track = Path.Combine(folder, nuclei);
            if (movie is not null && !File.Exists(Path.Combine(folder, movie)))
                throw new InputException(path, line, $"names the movie {movie}, which does not exist.");
            if (nuclei.Length == 0 || !Path.Exists(track)) throw new InputException(path, line, $"names the track {nuclei}, which does not exist.");
            NucleiTrack read = NucleiTrackReader.Read(track);
            if (!tracks.TryAdd(read.Name, read)) throw new InputException(path, line, $"names the embryo {read.Name} a second time.");
            recordings[read.Name] = recording >= 0 && !table.IsMissing(recording)
                ? table.Text(recording).ToString() : EmbryoSplit.RecordingOf(read.Name);
            if (role >= 0 && !table.IsMissing(role)) AddRole(path, line, read.Name, table.Text(role).ToString());
            FrameAlignment alignment = offset >= 0 && !table.IsMissing(offset)
                ? new FrameAlignment(table.Whole(offset, "an offset, the time point that the first frame shows")) : FrameAlignment.Epic;
            if (movie is not null) movies.Add(new AnnotatedMovie(Path.Combine(folder, movie), read, recordings[read.Name], alignment));
        }

        if (tracks.Count == 0) throw new InputException(path, "has a header and names no embryo.");
    }

    /// <summary>Embryos of one recording are on one side: they share the microscope, the day and often the strain.</summary>
    private void AddRole(string path, int line, string embryo, string said)
    {
        if (!Enum.TryParse(said, ignoreCase: true, out SplitSide side) || !Enum.IsDefined(side) || char.IsAsciiDigit(said[0]))
            throw new InputException(path, line, $"'{said}' in column role is none of training, validation, calibration, test and excluded.");
        foreach ((string other, SplitSide others) in roles)
            if (others != side && recordings[other] == recordings[embryo]) throw new InputException(
                path, line, $"puts {embryo} on another side than {other} of the same recording, {recordings[embryo]}; a recording is on one side.");
        roles[embryo] = side;
    }
}
