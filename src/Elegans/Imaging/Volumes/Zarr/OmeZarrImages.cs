using System.Globalization;
using System.Text.Json;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>
/// The images of an OME-Zarr store: the one it is, or those of a plate's wells and their fields, or the series that
/// bioformats2raw wrote.
/// </summary>
internal static class OmeZarrImages
{
    private const int MaxImages = 100_000;

    /// <summary>The images, each with its description.</summary>
    /// <param name="root">What the user named.</param>
    /// <exception cref="InputException">There is none.</exception>
    internal static IReadOnlyList<(ZarrNode Node, JsonElement? Multiscale)> Of(ZarrNode root)
    {
        if (root.Array is not null)
            throw new InputException(root.Store, "is an array of a Zarr store without a description of its axes; name the folder of the image that holds it.");
        (ZarrNode, JsonElement?)[] images = [.. Find(root).Take(MaxImages)];
        return images.Length > 0 ? images
            : throw new InputException(root.Store,
            "is a Zarr store without an OME-Zarr image: it has no 'multiscales'. It may be empty, or a copy that was cut short.");
    }

    private static IEnumerable<(ZarrNode Node, JsonElement? Multiscale)> Find(ZarrNode root)
    {
        if (Multiscales(root) is { Count: > 0 } own) return own.Select(multiscale => (root, multiscale));
        if (root.Ome.Member("plate") is { } plate) return Children(root, ((JsonElement?)plate).Member("wells").Items()).SelectMany(OfWell);
        if (root.Ome.Member("well") is not null) return OfWell(root);
        IReadOnlyList<JsonElement?> named = root.Child("OME")?.Ome.Member("series").Items() ?? [];
        IEnumerable<ZarrNode> series = named.Count > 0 ? named.Select(name => name.Text()).OfType<string>().Select(root.Child).OfType<ZarrNode>()
            : Numbered(root);
        return series.SelectMany(node => Multiscales(node).Select(multiscale => (node, multiscale)));
    }

    private static IReadOnlyList<JsonElement?> Multiscales(ZarrNode node) => node.Ome.Member("multiscales").Items();

    private static IEnumerable<(ZarrNode Node, JsonElement? Multiscale)> OfWell(ZarrNode well) =>
        Children(well, well.Ome.Member("well").Member("images").Items()).SelectMany(image => Multiscales(image).Select(multiscale => (image, multiscale)));

    private static IEnumerable<ZarrNode> Children(ZarrNode parent, IReadOnlyList<JsonElement?> told) =>
        told.Select(child => child.Member("path").Text()).OfType<string>().Select(parent.Child).OfType<ZarrNode>();

    /// <summary>The series of bioformats2raw, which are called 0, 1, 2 and so on without a gap.</summary>
    private static IEnumerable<ZarrNode> Numbered(ZarrNode root)
    {
        for (int number = 0; root.Child(number.ToString(CultureInfo.InvariantCulture)) is { } node; number++) yield return node;
    }
}
