namespace Elegans.Server.Jobs;

/// <summary>Where the files of a job lie. Names are ours: what an upload is called never becomes a path.</summary>
/// <param name="path">The job's folder.</param>
public sealed class JobFolder(string path)
{
    /// <summary>What a movie's or an image's name may end in.</summary>
    public static IReadOnlySet<string> InputExtensions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp" };

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
    public string Input => Directory.EnumerateFiles(Path, "input.*").FirstOrDefault() ?? throw new FileNotFoundException("The movie is no longer there.");

    /// <summary>Where the upload goes.</summary>
    /// <param name="extension">One of <see cref="InputExtensions"/>.</param>
    public string InputOf(string extension) => In($"input{Allowed(extension, InputExtensions)}");

    /// <summary>Where an uploaded track goes.</summary>
    /// <param name="extension">One of <see cref="TrackExtensions"/>.</param>
    public string TrackOf(string extension) => In($"track{Allowed(extension, TrackExtensions)}");

    /// <summary>One of the files that are offered; null where there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public string? Offered(string name) => name is "counts.csv" or "counts.json" or "curves.json" or "curve.png" or "curve.svg" or "movie.gif" && File.Exists(In(name)) ? In(name) : null;

    private static string Allowed(string extension, IReadOnlySet<string> extensions) =>
        extensions.Contains(extension) ? extension.ToLowerInvariant() : throw new ArgumentException($"'{extension}' is none of {string.Join(' ', extensions)}.", nameof(extension));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
