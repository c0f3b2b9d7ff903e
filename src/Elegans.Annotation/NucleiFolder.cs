using System.Runtime.ExceptionServices;

namespace Elegans.Annotation;

/// <summary>A folder of nuclei tracks.</summary>
public static class NucleiFolder
{
    /// <summary>Reads every <c>CD*.csv</c> and <c>CD*.csv.gz</c> of a folder, by the embryos' names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="embryos">Which embryos to read; null reads all. Those that are not there are left out.</param>
    /// <exception cref="InputException">The folder is missing or holds no track, a track is malformed, or an embryo is there twice.</exception>
    public static Dictionary<string, NucleiTrack> Read(string folder, IReadOnlySet<string>? embryos = null)
    {
        string[] files = [.. Files(folder).Where(file => embryos?.Contains(NucleiTrackReader.EmbryoName(file)) ?? true)];
        NucleiTrack[] tracks = new NucleiTrack[files.Length];
        try
        {
            Parallel.For(0, files.Length, i => tracks[i] = NucleiTrackReader.Read(files[i]));
        }
        catch (AggregateException exception) when (exception.InnerException is InputException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        IGrouping<string, NucleiTrack>? twice = tracks.GroupBy(track => track.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new InputException(folder, $"holds {twice.Count()} tracks of the embryo {twice.Key}; keep one of them.");
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
