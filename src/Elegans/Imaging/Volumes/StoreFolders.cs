using Elegans.Imaging.Volumes.Makers;
using Elegans.Imaging.Volumes.Zarr;

namespace Elegans.Imaging.Volumes;

/// <summary>Folders that are one input, and no folder of many: Zarr stores, and N5 stores, which are refused as one.</summary>
internal static class StoreFolders
{
    /// <summary>Whether a path is such a folder.</summary>
    internal static bool Is(string path) => ZarrStore.IsStore(path) || MakersFormats.IsFolder(path);

    /// <summary>Such folders within a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">What their names fit.</param>
    internal static IEnumerable<string> In(string folder, string pattern = "*") => Directory.EnumerateDirectories(folder, pattern).Where(Is);
}
