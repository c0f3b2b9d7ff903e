namespace Elegans.Annotation;

/// <summary>A folder of nuclei tracks.</summary>
public static class NucleiFolder
{
    /// <summary>Reads every <c>CD*.csv</c> and <c>CD*.csv.gz</c> of a folder, by the embryos' names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">The folder is missing or holds no track, or a track is malformed.</exception>
    public static Dictionary<string, NucleiTrack> Read(string folder)
    {
        string[] files = Files(folder);
        NucleiTrack[] tracks = new NucleiTrack[files.Length];
        Parallel.For(0, files.Length, i => tracks[i] = NucleiTrackReader.Read(files[i]));
        return tracks.ToDictionary(track => track.Name, StringComparer.Ordinal);
    }

    /// <summary>The tracks of a folder, in order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">The folder is missing or holds no track.</exception>
    public static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "is not a folder; name one with nuclei tracks (CD*.csv or CD*.csv.gz).");
        string[] files = [.. Directory.EnumerateFiles(folder, "CD*.csv*").Where(file =>
            file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException(folder, "holds no nuclei track (CD*.csv or CD*.csv.gz).");
    }
}
