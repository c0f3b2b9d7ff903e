using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using ZstdSharp;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>
/// Zarr stores of a few kilobytes whose every plane has one bright pixel of a known level: 10000 × channel + 100 × time + slice + 1,
/// in the row of the slice and the column of the time point.
/// </summary>
internal static class TestStores
{
    internal const int Times = 3, Channels = 2, Slices = 5, Height = 12, Width = 14;

    internal static readonly int[] All = [Times, Channels, Slices, Height, Width];

    internal static int Level(int channel, int time, int slice) => (10_000 * channel) + (100 * time) + slice + 1;

    /// <summary>The sample at a place.</summary>
    internal static int At(int time, int channel, int slice, int y, int x) => y == slice && x == time ? Level(channel, time, slice) : 0;

    /// <summary>Writes the chunks of an array of some of the five axes.</summary>
    /// <param name="folder">The array's folder.</param>
    /// <param name="axes">Which of t, c, z, y and x it has.</param>
    /// <param name="chunk">The size of a chunk along each of them.</param>
    /// <param name="bytes">How a sample is stored.</param>
    /// <param name="pack">How a chunk is compressed.</param>
    /// <param name="name">The file of a chunk.</param>
    internal static void WriteChunks(string folder, string axes, int[] chunk, Func<int, byte[]> bytes, Func<byte[], byte[]> pack, Func<int[], string> name)
    {
        int[] which = [.. axes.Select(axis => "tczyx".IndexOf(axis, StringComparison.Ordinal))], shape = [.. which.Select(axis => All[axis])];
        int[] counts = [.. shape.Zip(chunk, (size, part) => (size + part - 1) / part)];
        foreach (int[] number in Places(counts))
        {
            var samples = new List<byte>();
            foreach (int[] place in Places(chunk))
            {
                int[] at = new int[5];
                bool isInside = true;
                for (int axis = 0; axis < which.Length; axis++)
                {
                    at[which[axis]] = (number[axis] * chunk[axis]) + place[axis];
                    isInside &= at[which[axis]] < shape[axis];
                }

                // What lies outside is bright: nobody may look at it.
                samples.AddRange(bytes(isInside ? At(at[0], at[1], at[2], at[3], at[4]) : 30_000));
            }

            string file = Path.Combine(folder, name(number));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, pack([.. samples]));
        }
    }

    /// <summary>Writes an image of version 0.4.</summary>
    internal static string Version2(
        string store, string axes = "tczyx", int[]? chunk = null, string type = "<u2", string compressor = "null", string separator = ".",
            Func<byte[], byte[]>? pack = null, string fill = "0")
    {
        string array = Path.Combine(store, "0");
        Directory.CreateDirectory(array);
        chunk ??= [.. axes.Select(axis => axis switch { 't' or 'c' => 1, 'z' => 3, 'y' => 8, _ => 14 })];
        File.WriteAllText(Path.Combine(store, ".zgroup"), """{"zarr_format":2}""");
        File.WriteAllText(Path.Combine(store, ".zattrs"), """{"multiscales":[""" + Multiscale(axes, "\"version\":\"0.4\",")
            + """],"omero":{"channels":[{"label":"membrane"},{"label":"histone"}]}}""");
        File.WriteAllText(Path.Combine(array, ".zarray"), $$"""
            {"zarr_format":2,"shape":[{{Shape(axes)}}],"chunks":[{{string.Join(",", chunk)}}],"dtype":"{{type}}","compressor":{{compressor}},
            "fill_value":{{fill}},
             "order":"C","filters":null,"dimension_separator":"{{separator}}"}
            """);
        WriteChunks(array, axes, chunk, Bytes(type), pack ?? (bytes => bytes), number => string.Join(separator, number));
        return store;
    }

    /// <summary>Writes an image of version 0.5.</summary>
    internal static string Version3(
        string store, string axes = "tczyx", int[]? chunk = null, string type = "uint16", string endian = "little", string codecs = "",
            string keys = """{"name":"default"}""", Func<byte[], byte[]>? pack = null, Func<int[], string>? name = null)
    {
        string array = Path.Combine(store, "0");
        Directory.CreateDirectory(array);
        chunk ??= [.. axes.Select(axis => axis switch { 't' or 'c' => 1, 'z' => 3, 'y' => 8, _ => 14 })];
        File.WriteAllText(Path.Combine(store, "zarr.json"), """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","multiscales":["""
            + Multiscale(axes, "") + "]}}}");
        File.WriteAllText(Path.Combine(array, "zarr.json"), Array3(axes, chunk, type, Codec(endian) + codecs, keys));
        string numpy = (endian == "big" ? ">" : "<")
            + type switch { "uint8" => "u1", "uint16" => "u2", "int16" => "i2", "uint32" => "u4", "float32" => "f4", _ => "f8" };
        WriteChunks(array, axes, chunk, Bytes(numpy), pack ?? (bytes => bytes), name ?? (number => $"c/{string.Join('/', number)}"));
        return store;
    }

    /// <summary>The description of an array of version 3.</summary>
    internal static string Array3(string axes, int[] chunk, string type, string codecs, string keys = """{"name":"default"}""") => $$$"""
        {"zarr_format":3,"node_type":"array","shape":[{{{Shape(axes)}}}],"data_type":"{{{type}}}","fill_value":0,"codecs":[{{{codecs}}}],
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[{{{string.Join(",", chunk)}}}]}},"chunk_key_encoding":{{{keys}}} }
        """;

    internal static byte[] Zlib(byte[] bytes) => Through(bytes, to => new ZLibStream(to, CompressionLevel.Fastest));

    internal static byte[] Gzip(byte[] bytes) => Through(bytes, to => new GZipStream(to, CompressionLevel.Fastest));

    internal static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    internal static byte[] WithChecksum(byte[] bytes)
    {
        uint sum = bytes.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        return [.. bytes, .. BitConverter.GetBytes(~sum)];
    }

    /// <summary>The step that makes bytes of samples.</summary>
    internal static string Codec(string endian) => $$"""{"name":"bytes","configuration":{"endian":"{{endian}}"} }""";

    private static string Multiscale(string axes, string version) => $$"""
        { {{version}}"axes":[{{string.Join(",", axes.Select(Axis))}}],"datasets":[{"path":"0","coordinateTransformations":
        [{"type":"scale","scale":[{{string.Join(",", axes.Select(Scale))}}]}]},{"path":"1"}]}
        """;

    private static string Axis(char axis) => axis switch
    {
        't' => """{"name":"t","type":"time","unit":"minute"}""",
        'c' => """{"name":"c","type":"channel"}""",
        _ => $$"""{"name":"{{axis}}","type":"space","unit":"{{(axis == 'z' ? "nanometer" : "micrometer")}}"}""",
    };

    private static string Scale(char axis) => axis switch { 't' => "1.5", 'c' => "1", 'z' => "500", _ => "0.1" };

    private static string Shape(string axes) => string.Join(",", axes.Select(axis => All["tczyx".IndexOf(axis, StringComparison.Ordinal)]));

    private static Func<int, byte[]> Bytes(string type)
    {
        bool isBig = type[0] == '>';
        return value =>
        {
            byte[] bytes = type[1..] switch
            {
                "u1" => [(byte)Math.Min(value, 255)],
                "u2" or "i2" => BitConverter.GetBytes((ushort)value),
                "u4" or "i4" => BitConverter.GetBytes(value),
                "u8" or "i8" => BitConverter.GetBytes((long)value),
                "f4" => BitConverter.GetBytes((float)value),
                _ => BitConverter.GetBytes((double)value),
            };
            return isBig ? [.. bytes.Reverse()] : bytes;
        };
    }

    private static IEnumerable<int[]> Places(int[] sizes)
    {
        int count = sizes.Aggregate(1, (product, size) => product * size);
        for (int number = 0; number < count; number++)
        {
            int[] place = new int[sizes.Length];
            for (int axis = sizes.Length - 1, rest = number; axis >= 0; axis--) (place[axis], rest) = (rest % sizes[axis], rest / sizes[axis]);
            yield return place;
        }
    }

    private static byte[] Through(byte[] bytes, Func<Stream, Stream> compress)
    {
        using var packed = new MemoryStream();
        using (Stream stream = compress(packed)) stream.Write(bytes);
        return packed.ToArray();
    }
}
