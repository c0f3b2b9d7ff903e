using System.Text.Json;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>A group or an array of a Zarr store on disk, with what is written about it.</summary>
/// <param name="store">The store, for messages: the folder that the user named.</param>
/// <param name="folder">The node's folder.</param>
/// <param name="version">2 or 3: the version of Zarr itself.</param>
/// <param name="array">What an array says of itself; null of a group.</param>
/// <param name="ome">Where OME-Zarr's own description is; null where there is none.</param>
/// <remarks>https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html and https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html.</remarks>
internal sealed class ZarrNode(string store, string folder, int version, JsonElement? array, JsonElement? ome)
{
    /// <summary>The store, for messages: the folder that the user named.</summary>
    internal string Store { get; } = store;

    /// <summary>The node's folder.</summary>
    internal string Folder { get; } = folder;

    /// <summary>2 or 3: the version of Zarr itself.</summary>
    internal int Version { get; } = version;

    /// <summary>What an array says of itself; null of a group.</summary>
    internal JsonElement? Array { get; } = array;

    /// <summary>Where OME-Zarr's own description is; null where there is none.</summary>
    internal JsonElement? Ome { get; } = ome;

    internal const string NameOfVersion3 = "zarr.json", NameOfAttributes = ".zattrs", NameOfGroup = ".zgroup", NameOfArray = ".zarray";

    /// <summary>Descriptions of thousands of images take some megabytes.</summary>
    private const long MaxDescription = 64 << 20;

    /// <summary>Opens a node; null where the folder is none.</summary>
    /// <param name="store">The store, for messages.</param>
    /// <param name="folder">The node's folder.</param>
    /// <exception cref="InputException">Its description is damaged.</exception>
    internal static ZarrNode? Open(string store, string folder)
    {
        JsonElement? described = Read(store, Path.Combine(folder, NameOfVersion3));
        if (described is not null)
        {
            if (described.Member("zarr_format").Whole() is not 3)
                throw new InputException(store,
                    $"has a {NameOfVersion3} that is not of version 3 of Zarr, the only one that has this file; it may be damaged.");
            return new ZarrNode(store, folder, 3, described.Member("node_type").Text() == "array" ? described : null,
                described.Member("attributes").Member("ome"));
        }

        JsonElement? array = Read(store, Path.Combine(folder, NameOfArray)), attributes = Read(store, Path.Combine(folder, NameOfAttributes));
        return array is null && attributes is null && FileKinds.Of(Path.Combine(folder, NameOfGroup)) != FileKind.File ? null
            : new ZarrNode(store, folder, 2, array, attributes);
    }

    /// <summary>Opens a node below this one; null where there is none.</summary>
    /// <param name="relative">Its path, as a description gives it.</param>
    /// <exception cref="InputException">The path leads out of the store, or the description is damaged.</exception>
    internal ZarrNode? Child(string relative)
    {
        string[] parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || relative[0] == '/' || parts.Any(part => part is "." or ".." || part.AsSpan().IndexOfAny("\\:\0") >= 0))
            throw new InputException(Store, $"names the place '{relative}' for one of its parts, which is not inside it.");
        return Open(Store, Path.Combine([Folder, .. parts]));
    }

    private static JsonElement? Read(string store, string file)
    {
        // A pipe of that name would be waited for without end.
        if (FileKinds.Of(file) != FileKind.File) return null;
        string named = Path.GetRelativePath(store, file);
        try
        {
            if (new FileInfo(file).Length > MaxDescription)
                throw new InputException(store, $"has a description of over {MaxDescription >> 20} MB in {named}; it may be damaged.");
            using var parsed = JsonDocument.Parse(File.ReadAllText(file));
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? parsed.RootElement.Clone()
                : throw new InputException(store, $"has a damaged description in {named}.");
        }
        catch (JsonException exception)
        {
            throw new InputException(store, $"has a damaged description in {named}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(store, $"cannot be read: {exception.Message}", exception);
        }
    }
}
