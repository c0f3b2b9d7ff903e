using System.Runtime.ExceptionServices;
using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>A folder of nuclei tracks.</summary>
public static class NucleiFolder
{
    private const string Kinds = "CD*.csv, SCD*.csv, with .gz or without, AceTree zips, or folders of them unpacked";
    private static readonly string[] TableExtensions = [".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz"];

    /// <summary>Reads every track of a folder, as <see cref="Files"/> finds them, by the embryos' names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="embryos">Which embryos to read; null reads all. Those that are not there are left out.</param>
    /// <exception cref="InputException">The folder is missing or holds no track, a track is malformed, or an embryo is there twice.</exception>
    public static Dictionary<string, NucleiTrack> Read(string folder, IReadOnlySet<string>? embryos = null)
    {
        string[] files = [.. Files(folder).Where(file => embryos?.Contains(NucleiTrackReader.EmbryoName(file)) ?? true)];
        IGrouping<string, string>? twice = files.GroupBy(NucleiTrackReader.EmbryoName, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        if (twice is not null) throw Several(folder, twice.Key, twice);
        NucleiTrack[] tracks = new NucleiTrack[files.Length];
        try
        {
            Parallel.For(0, files.Length, i => tracks[i] = NucleiTrackReader.Read(files[i]));
        }
        catch (AggregateException exception) when (exception.InnerException is InputException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return tracks.ToDictionary(track => track.Name, StringComparer.Ordinal);
    }

    /// <summary>The tracks of a folder, in order of their names: tables, zips, descriptions of AceTree's that name one, and folders of tables.</summary>
    /// <param name="folder">The folder. One that is a single track of AceTree's itself, not packed, is the only one.</param>
    /// <exception cref="InputException">The folder is missing or holds no track.</exception>
    public static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, $"is not a folder; name one with nuclei tracks ({Kinds}).");
        string[] found = [.. Directory.EnumerateFiles(folder).Where(IsTrack)];
        if (found.Length == 0 && AceTreeFolder.TablesIn(folder) is not null) return [folder];
        // A description names the archive that it is about: the two are one track.
        HashSet<string> described =
        [
            .. found.Where(file => IsNamed(file, ".xml")).Select(file => AceTreeConfiguration.TryRead(file)?.Archive).OfType<string>().Select(Path.GetFullPath),
        ];
        string[] files = [.. found.Where(file => !described.Contains(Path.GetFullPath(file)))
            .Concat(Directory.EnumerateDirectories(folder).Where(within => AceTreeFolder.TablesIn(within) is not null)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException(folder, $"holds no nuclei track ({Kinds}).");
    }

    /// <summary>Whether a path is a single track, though it be a folder.</summary>
    /// <param name="path">A file or a folder.</param>
    public static bool IsSingleTrack(string path) =>
        !Directory.Exists(path) || (AceTreeFolder.TablesIn(path) is not null && Files(path) is [var only] && only == path);

    /// <summary>The track of an embryo; null where there is none.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="files">Its tracks, as <see cref="Files"/> gives them.</param>
    /// <param name="embryo">The embryo's name.</param>
    /// <exception cref="InputException">There are two.</exception>
    public static string? TrackOf(string folder, IReadOnlyList<string> files, string embryo)
    {
        string[] found = [.. files.Where(file => NucleiTrackReader.EmbryoName(file) == embryo)];
        return found.Length <= 1 ? found.FirstOrDefault() : throw Several(folder, embryo, found);
    }

    private static InputException Several(string folder, string embryo, IEnumerable<string> files) =>
        new(folder, $"holds several tracks of the embryo {embryo}: {string.Join(", ", files.Select(Path.GetFileName))}; keep one of them.");

    private static bool IsTrack(string file)
    {
        string name = Path.GetFileName(file);
        if (IsNamed(file, ".zip")) return AceTreeArchive.HoldsNuclei(file);
        if (IsNamed(file, ".xml")) return AceTreeConfiguration.TryRead(file) is not null;
        return (name.StartsWith("CD", StringComparison.Ordinal) || name.StartsWith("SCD", StringComparison.Ordinal))
            && TableExtensions.Any(extension => IsNamed(file, extension));
    }

    private static bool IsNamed(string file, string extension) => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
