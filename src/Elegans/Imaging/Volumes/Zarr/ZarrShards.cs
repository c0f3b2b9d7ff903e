namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>How chunks are put together in files (<c>sharding_indexed</c>).</summary>
/// <param name="perFile">How many chunks a file holds along each axis of the array.</param>
/// <param name="isIndexFirst">Whether the file begins with the places of its chunks; otherwise it ends with them.</param>
/// <param name="hasChecksum">Whether the places have a checksum.</param>
/// <param name="isBigEndian">Whether the highest byte of a place comes first.</param>
/// <remarks>https://zarr-specs.readthedocs.io/en/latest/v3/codecs/sharding-indexed/index.html.</remarks>
internal sealed class ZarrShards(int[] perFile, bool isIndexFirst, bool hasChecksum, bool isBigEndian)
{
    /// <summary>How many chunks a file holds along each axis of the array.</summary>
    internal int[] PerFile { get; } = perFile;

    /// <summary>Whether the file begins with the places of its chunks; otherwise it ends with them.</summary>
    internal bool IsIndexFirst { get; } = isIndexFirst;

    /// <summary>Whether the places have a checksum.</summary>
    internal bool HasChecksum { get; } = hasChecksum;

    /// <summary>Whether the highest byte of a place comes first.</summary>
    internal bool IsBigEndian { get; } = isBigEndian;
}
