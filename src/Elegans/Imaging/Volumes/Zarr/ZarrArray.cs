using System.Globalization;
using System.Text.Json;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>What an array of a Zarr store is, as its description tells: sizes, samples, and how chunks are found and decoded.</summary>
internal sealed class ZarrArray
{
    /// <summary>The axes that OME-Zarr knows: time, channel and three of space.</summary>
    private const int MinAxes = 2, MaxAxes = 5;

    /// <summary>Chunks in one file; more make an index of over 16 MB.</summary>
    private const int MaxChunksOfAFile = 1 << 20;

    private ZarrArray(string folder) => Folder = folder;

    /// <summary>Its folder.</summary>
    internal string Folder { get; }

    /// <summary>Its size along each axis.</summary>
    internal int[] Shape { get; private init; } = [];

    /// <summary>The size of a chunk along each axis.</summary>
    internal int[] Chunk { get; private init; } = [];

    /// <summary>What its samples are.</summary>
    internal ZarrType Type { get; private init; }

    /// <summary>What the samples of a chunk are that is not stored.</summary>
    internal double Fill { get; private init; }

    /// <summary>The steps that decode a chunk, in the order in which they are done.</summary>
    internal IReadOnlyList<ZarrCodec> Codecs { get; private init; } = [];

    /// <summary>How chunks are put together in files; null where each has one of its own.</summary>
    internal ZarrShards? Shards { get; private init; }

    /// <summary>What chunks' names begin with; empty or <c>c</c>.</summary>
    private string Prefix { get; init; } = "";

    /// <summary>What stands between the numbers in the name of a chunk.</summary>
    private char Separator { get; init; } = '.';

    /// <summary>How many bytes a chunk has once it is decompressed.</summary>
    internal int ChunkBytes => (int)(Product(Chunk) * Type.Bytes);

    /// <summary>Understands a description.</summary>
    /// <param name="node">The array.</param>
    /// <exception cref="InputException">It is damaged, or of a kind that is not read.</exception>
    internal static ZarrArray Of(ZarrNode node)
    {
        JsonElement? told = node.Array
            ?? throw new InputException(node.Store, $"has no array in {Path.GetRelativePath(node.Store, node.Folder)}; it may be a copy that was cut short.");
        ZarrArray array = node.Version == 2 ? OfVersion2(node, told) : OfVersion3(node, told);
        Int128 bytes = Product(array.Chunk) * Math.Max(array.Type.Bytes, sizeof(float));
        if (bytes > VolumeDecoder.MaxChunkBytes)
            throw new InputException(node.Store,
                FormattableString.Invariant(
                    $"has chunks of {bytes} bytes, and {VolumeDecoder.MaxChunkBytes} are read at most. Save it again in smaller chunks."));
        return array;
    }

    /// <summary>The file of a chunk, or of the chunks that share one.</summary>
    /// <param name="numbers">Which one along each axis.</param>
    internal string File(IEnumerable<int> numbers)
    {
        string name = string.Join(Separator, numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return Path.Combine(Folder, Prefix.Length == 0 ? name : $"{Prefix}{Separator}{name}");
    }

    private static ZarrArray OfVersion2(ZarrNode node, JsonElement? told)
    {
        if (told.Member("zarr_format").Whole() is not 2) throw Damaged(node, "zarr_format");
        string? name = told.Member("dtype").Text();
        if (told.Member("order").Text() is { } order and not "C")
            throw new InputException(node.Store,
            $"stores its samples in the order '{OneLine.Of(order)}', and only 'C' is read. Save it again in that order, or as OME-TIFF.");
        if (told.Member("filters").Items().Count > 0)
            throw new InputException(node.Store, "has filters before its compressor, which are not read here. Save it again without them, or as OME-TIFF.");
        ZarrType type = ZarrType.OfVersion2(name) ?? throw NoGreyLevels(node, name ?? "a structure");
        int[] shape = Sizes(node, told.Member("shape"), "shape");
        return new ZarrArray(node.Folder)
        {
            Shape = shape,
            Chunk = SameAxes(node, Sizes(node, told.Member("chunks"), "chunks"), shape),
            Type = type,
            Fill = FillOf(told.Member("fill_value")),
            Codecs = told.Member("compressor") is { } compressor ? [ZarrCodec.Of(node.Store, ((JsonElement?)compressor).Member("id").Text())] : [],
            Separator = SeparatorOf(node, told.Member("dimension_separator"), '.'),
        };
    }

    private static ZarrArray OfVersion3(ZarrNode node, JsonElement? told)
    {
        string? name = told.Member("data_type").Text();
        ZarrType type = ZarrType.OfVersion3(name) ?? throw NoGreyLevels(node, name ?? "a structure");
        int[] shape = Sizes(node, told.Member("shape"), "shape");
        if (told.Member("chunk_grid").Member("name").Text() is not "regular")
            throw new InputException(node.Store, "has chunks of unequal sizes, which are not read here. Save it again with a regular grid, or as OME-TIFF.");
        if (told.Member("storage_transformers").Items().Count > 0) throw new InputException(node.Store, "has storage transformers, which are not read here.");
        int[] chunk = SameAxes(node, Sizes(node, told.Member("chunk_grid").Member("configuration").Member("chunk_shape"), "chunk_shape"), shape);
        JsonElement? encoding = told.Member("chunk_key_encoding");
        string keys = encoding.Member("name").Text() ?? "";
        if (keys is not ("default" or "v2")) throw Damaged(node, "chunk_key_encoding");
        IReadOnlyList<JsonElement?> codecs = told.Member("codecs").Items();
        ZarrShards? shards = null;
        if (codecs is [var only] && only.Member("name").Text() == "sharding_indexed")
        {
            JsonElement? sharding = only.Member("configuration");
            int[] inner = SameAxes(node, Sizes(node, sharding.Member("chunk_shape"), "chunk_shape"), shape);
            if (chunk.Zip(inner).Any(pair => pair.First % pair.Second != 0)) throw Damaged(node, "chunk_shape");
            int[] perFile = [.. chunk.Zip(inner, (file, part) => file / part)];
            if (Product(perFile) > MaxChunksOfAFile)
                throw new InputException(node.Store,
                FormattableString.Invariant($"claims {Product(perFile)} chunks in one file, and {MaxChunksOfAFile} are read at most."));
            (bool isBigEndian, IReadOnlyList<ZarrCodec> index) = CodecsOf(node, sharding.Member("index_codecs").Items(), 8);
            if (index.Any(codec => codec.Name != "crc32c") || index.Count > 1)
                throw new InputException(node.Store, "has compressed indices of its shards, which are not read here. Save it again without, or as OME-TIFF.");
            shards = new ZarrShards(perFile, sharding.Member("index_location").Text() == "start", index.Count == 1, isBigEndian);
            (chunk, codecs) = (inner, sharding.Member("codecs").Items());
        }

        (bool isTypeBigEndian, IReadOnlyList<ZarrCodec> steps) = CodecsOf(node, codecs, type.Bytes);
        return new ZarrArray(node.Folder)
        {
            Shape = shape,
            Chunk = chunk,
            Type = type with { IsBigEndian = isTypeBigEndian },
            Fill = FillOf(told.Member("fill_value")),
            Codecs = steps,
            Shards = shards,
            Prefix = keys == "default" ? "c" : "",
            Separator = SeparatorOf(node, encoding.Member("configuration").Member("separator"), keys == "default" ? '/' : '.'),
        };
    }

    /// <summary>The steps after the one that makes bytes of samples, the last one first.</summary>
    private static (bool IsBigEndian, IReadOnlyList<ZarrCodec> Steps) CodecsOf(ZarrNode node, IReadOnlyList<JsonElement?> told, int bytes)
    {
        if (told.Count == 0 || told[0].Member("name").Text() is not { } first) throw Damaged(node, "codecs");
        if (first != "bytes")
            throw new InputException(node.Store, $"has the codec '{OneLine.Of(first)}', which is not read here. Save it again without it, or as OME-TIFF.");
        string? endian = told[0].Member("configuration").Member("endian").Text();
        if (endian is not ("little" or "big") && !(endian is null && bytes == 1)) throw Damaged(node, "endian");
        return (endian == "big", [.. told.Skip(1).Reverse().Select(codec => ZarrCodec.Of(node.Store, codec.Member("name").Text()))]);
    }

    private static int[] Sizes(ZarrNode node, JsonElement? told, string name)
    {
        long?[] sizes = [.. told.Items().Select(size => size.Whole())];
        if (sizes.Length is < MinAxes or > MaxAxes || sizes.Any(size => size is null or < 1 or > int.MaxValue)) throw Damaged(node, name);
        return [.. sizes.Select(size => (int)size!)];
    }

    private static int[] SameAxes(ZarrNode node, int[] sizes, int[] shape) => sizes.Length == shape.Length ? sizes : throw Damaged(node, "shape");

    private static Int128 Product(int[] sizes) => sizes.Aggregate((Int128)1, (product, size) => product * size);

    private static double FillOf(JsonElement? told) => told switch
    {
        { ValueKind: JsonValueKind.String } text =>
            text.GetString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN },
        _ => told.Real() ?? 0,
    };

    private static char SeparatorOf(ZarrNode node, JsonElement? told, char otherwise) => told is null ? otherwise
        : told.Text() switch { "." => '.', "/" => '/', _ => throw Damaged(node, "separator") };

    private static InputException NoGreyLevels(ZarrNode node, string name) =>
        new(node.Store, $"has samples of the type '{OneLine.Of(name)}', which are no grey levels; whole and real numbers of 8 to 64 bits are read.");

    private static InputException Damaged(ZarrNode node, string what) =>
        new(node.Store,
            $"has a damaged description of its array {Path.GetRelativePath(node.Store, node.Folder)}: '{what}' is missing, or is nothing that Zarr allows.");
}
