namespace Elegans.Imaging.Tiff;

/// <summary>A TiffData element: where some planes of an image are.</summary>
/// <param name="Page">The first page; null where it is not said.</param>
/// <param name="Count">How many planes; null where it is not said.</param>
/// <param name="First">The first plane.</param>
/// <param name="IsPlaced">Whether it says anything of place at all.</param>
internal sealed record OmePlanes(int? Page, int? Count, PlaneAddress First, bool IsPlaced)
{
    /// <summary>The file that they are in; null where none is named.</summary>
    internal string? File { get; set; }

    /// <summary>The identity of that file.</summary>
    internal string? Identity { get; set; }
}
