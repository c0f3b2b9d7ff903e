using System.Buffers.Binary;
using System.Numerics;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>One step of those that decode a chunk.</summary>
/// <param name="Name">What it is called in descriptions.</param>
internal sealed record ZarrCodec(string Name)
{
    private static readonly string[] Known = ["zlib", "gzip", "zstd", "blosc", "crc32c"];

    /// <summary>Understands what a description calls a step.</summary>
    /// <param name="store">The store, for messages.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="InputException">It is none that is known.</exception>
    internal static ZarrCodec Of(string store, string? name) => Known.Contains(name)
        ? new ZarrCodec(name!)
        : throw new InputException(store,
            $"is compressed with '{name ?? "a codec without a name"}', which is not read here; {string.Join(", ", Known)} are. Save it again with one of "
                + $"them, or as OME-TIFF.");

    /// <summary>Decodes.</summary>
    /// <param name="stored">What is stored.</param>
    /// <param name="most">How many bytes it may be at most.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal byte[] Decode(byte[] stored, int most)
    {
        switch (Name)
        {
            case "zlib": return Inflate.Decode(stored, isGzip: false, most);
            case "gzip": return Inflate.Decode(stored, isGzip: true, most);
            case "blosc": return Blosc.Decode(stored, most);
            case "crc32c": return WithoutChecksum(stored);
            default:
                byte[] decoded = new byte[most];
                int read = Zstandard.Decode(stored, decoded);
                return read == most ? decoded : decoded[..read];
        }
    }

    /// <summary>Checks and removes the checksum at the end.</summary>
    internal static byte[] WithoutChecksum(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < 4) throw new InvalidDataException("it is too short for its checksum.");
        ReadOnlySpan<byte> data = stored[..^4];
        uint sum = uint.MaxValue;
        int at = 0;
        for (; at <= data.Length - 8; at += 8) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(data[at..]));
        for (; at < data.Length; at++) sum = BitOperations.Crc32C(sum, data[at]);
        return ~sum == BinaryPrimitives.ReadUInt32LittleEndian(stored[^4..]) ? data.ToArray() : throw new InvalidDataException("its checksum is wrong.");
    }
}
