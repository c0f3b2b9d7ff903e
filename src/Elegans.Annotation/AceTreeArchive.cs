using System.IO.Compression;
using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>Reads AceTree's and StarryNite's archives: a zip of <see cref="AceTreeTables"/>, in a folder of whatever name.</summary>
internal static class AceTreeArchive
{
    internal static bool IsArchive(ReadOnlySpan<byte> begin) => begin.StartsWith("PK"u8);

    /// <summary>Whether a zip has tables of nuclei; also where it cannot be read, so that it is refused with its reason and not passed over.</summary>
    /// <param name="path">The file.</param>
    internal static bool HoldsNuclei(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return zip.Entries.Any(entry => AceTreeTables.TimePointOf(entry.FullName) is not null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Reads an archive.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="last">The last time point that is read.</param>
    /// <exception cref="InputException">It is damaged, holds no time point, or its cells have no names.</exception>
    internal static NucleiTrack Read(string path, int last = int.MaxValue)
    {
        var tables = new AceTreeTables(path) { Last = last };
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (AceTreeTables.TimePointOf(entry.FullName) is null) continue;
                if (entry.IsEncrypted) throw new InputException(path, "is encrypted; unpack it with its password.");
                tables.Read(entry.FullName, entry.Open);
            }
        }
        catch (InvalidDataException exception) when (exception.Message.Contains("compression method", StringComparison.Ordinal))
        {
            throw new InputException(path, "is packed by a method that is not read; unpack it, and name the folder, or pack it anew.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException(path, $"is a damaged or cut-off zip: {exception.Message}", exception);
        }

        return tables.Track(NucleiTrackReader.EmbryoName(path));
    }
}
