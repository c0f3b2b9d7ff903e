using System.Text.Json;
using Elegans.Files;
using Elegans.Server.Storage;

namespace Elegans.Server.Jobs;

/// <summary>Where the files of a job lie. Names are ours: what an upload is called never becomes a path.</summary>
/// <param name="path">The job's folder.</param>
public sealed class JobFolder(string path)
{
    private const int IdLength = 32, DeletionAttempts = 20;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    /// <summary>What a movie's or an image's name may end in.</summary>
    public static IReadOnlySet<string> InputExtensions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp",
        };

    /// <summary>What a track's name may end in.</summary>
    public static IReadOnlySet<string> TrackExtensions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".csv", ".gz", ".zip" };

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The table.</summary>
    public string Counts => In("counts.csv");

    /// <summary>The animation.</summary>
    public string Animation => In("movie.gif");

    /// <summary>The uploaded movie or image.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public string Input => Exists ? Directory.EnumerateFiles(Path, "input.*").FirstOrDefault(file => !IsPart(file)) ?? throw Gone() : throw Gone();

    /// <summary>Whether the folder is there.</summary>
    internal bool Exists => Directory.Exists(Path);

    /// <summary>Whether it was made here and holds nothing to keep: an upload that never ended, or a job that was removed.</summary>
    internal bool IsUnfinished => HasOurName && File.Exists(UnfinishedMark);

    /// <summary>What a job is called draws the line between folders made here and all others.</summary>
    private bool HasOurName => System.IO.Path.GetFileName(Path) is { Length: IdLength } name && name.All(char.IsAsciiHexDigitLower);

    private string UnfinishedMark => In("unfinished");

    private string Record => In("job.json");

    /// <summary>Where the upload goes.</summary>
    /// <param name="extension">One of <see cref="InputExtensions"/>.</param>
    public string InputOf(string extension) => In($"input{Allowed(extension, InputExtensions)}");

    /// <summary>Where an uploaded track goes.</summary>
    /// <param name="track">The track; its name ends in one of <see cref="TrackExtensions"/>.</param>
    public string TrackOf(WaitingTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return In($"track-{track.Id}{Allowed(System.IO.Path.GetExtension(track.Name), TrackExtensions)}");
    }

    /// <summary>One of the files that are offered; null where there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public string? Offered(string name) =>
        name is "counts.csv" or "counts.json" or "curves.json" or "curve.png" or "curve.svg" or "movie.gif" && File.Exists(In(name)) ? In(name) : null;

    /// <summary>Makes the folder, marked as unfinished.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    internal void Make()
    {
        PrivateFiles.MakeFolder(Path);
        File.Create(UnfinishedMark).Dispose();
    }

    /// <summary>Writes down which job this is, so that it is found again if the list of jobs is lost.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    internal void Write(MovieJob job)
    {
        var posted = new MovieJob(job.Id, job.Name, job.Bytes, job.Added) { StackChannel = job.StackChannel };
        OutputFile.Write(Record, stream => JsonSerializer.Serialize(stream, posted));
    }

    /// <summary>Takes the mark away: the job is in the list.</summary>
    internal void Finish() => File.Delete(UnfinishedMark);

    /// <summary>The job that is written down here; null where there is none.</summary>
    internal MovieJob? Read()
    {
        try
        {
            if (!HasOurName || !File.Exists(Record)) return null;
            MovieJob? job = JsonSerializer.Deserialize<MovieJob>(File.ReadAllBytes(Record));
            return job?.Id == System.IO.Path.GetFileName(Path) ? job : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a record, readable or not.</summary>
    internal bool HasRecord => File.Exists(Record);

    /// <summary>Deletes the folder. What cannot be deleted now is marked, and deleted when the server is started next.</summary>
    /// <returns>Whether it is gone.</returns>
    internal bool Delete()
    {
        for (int attempt = 0; Exists; attempt++)
        {
            try
            {
                // Renaming takes no room, which a full disk does not have.
                if (File.Exists(Record)) File.Move(Record, UnfinishedMark, overwrite: true);
                Directory.Delete(Path, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A worker that is being ended may still write there.
                if (attempt == DeletionAttempts) return false;
                Thread.Sleep(BetweenAttempts);
            }
        }

        return true;
    }

    private static bool IsPart(string file) => file.EndsWith(".part", StringComparison.Ordinal);

    private static FileNotFoundException Gone() => new("The movie is no longer there.");

    private static string Allowed(string extension, IReadOnlySet<string> extensions) =>
        extensions.Contains(extension) ? extension.ToLowerInvariant()
            : throw new ArgumentException($"'{extension}' is none of {string.Join(' ', extensions)}.", nameof(extension));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
