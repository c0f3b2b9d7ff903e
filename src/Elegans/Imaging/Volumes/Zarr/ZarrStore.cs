namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Folders that are Zarr stores.</summary>
internal static class ZarrStore
{
    private static readonly string[] Descriptions = [ZarrNode.NameOfVersion3, ZarrNode.NameOfAttributes, ZarrNode.NameOfGroup, ZarrNode.NameOfArray];

    /// <summary>Whether a path is a folder that is a store, or a part of one: it has a description of Zarr's, or is called so and may have lost it.</summary>
    internal static bool IsStore(string path) => Directory.Exists(path)
        && (Path.TrimEndingDirectorySeparator(path).EndsWith(".zarr", StringComparison.OrdinalIgnoreCase)
            || Descriptions.Any(name => File.Exists(Path.Combine(path, name))));
}
