using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>Reads <see cref="AceTreeTables"/> that are not packed: a folder of them, or the folder around it, as WormGUIDES ships them.</summary>
internal static class AceTreeFolder
{
    private const string TableFiles = "t*-nuclei*", UsualName = "nuclei";

    /// <summary>The folder that has the tables: this one, or the only one in it; null where there is none.</summary>
    /// <param name="folder">A folder.</param>
    internal static string? TablesIn(string folder)
    {
        if (HasTables(folder)) return folder;
        string usual = Path.Combine(folder, UsualName);
        if (Directory.Exists(usual) && HasTables(usual)) return usual;
        string[] within = [.. Directory.EnumerateDirectories(folder).Where(HasTables).Take(2)];
        return within is [var only] ? only : null;
    }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">One in which <see cref="TablesIn"/> finds tables.</param>
    /// <exception cref="InputException">It holds no time point, or its cells have no names.</exception>
    internal static NucleiTrack Read(string folder)
    {
        string within = TablesIn(folder) ?? throw new InputException(folder, "is a folder; name a nuclei track (CD*.csv) in it.");
        var tables = new AceTreeTables(folder);
        foreach (string file in Directory.EnumerateFiles(within, TableFiles).Order(StringComparer.Ordinal))
            tables.Read(Path.GetFileName(file), () => File.OpenRead(file));
        return tables.Track(EmbryoName(within));
    }

    /// <summary>The embryo's name: the folder's, or of the folder around it where it is only called after what it holds.</summary>
    /// <param name="folder">The folder with the tables, or the one around it.</param>
    internal static string EmbryoName(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(TablesIn(folder) ?? folder)), name = Path.GetFileName(full);
        string around = Path.GetFileName(Path.GetDirectoryName(full)) ?? "";
        return name.StartsWith(UsualName, StringComparison.OrdinalIgnoreCase) && around.Length > 0 ? around : name;
    }

    private static bool HasTables(string folder) =>
        Directory.EnumerateFiles(folder, TableFiles).Any(file => AceTreeTables.TimePointOf(Path.GetFileName(file)) is not null);
}
