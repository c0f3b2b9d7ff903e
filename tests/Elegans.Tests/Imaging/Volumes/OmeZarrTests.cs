using System.Text.RegularExpressions;
using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>OME-Zarr stores in all their ways of storing, and what is wrong with some.</summary>
public sealed class OmeZarrTests : IDisposable
{
    private static readonly ReadOptions First = new() { StackChannel = 1 }, Second = new() { StackChannel = 2 };
    private readonly TemporaryFolder folder = new();

    private string Store => folder["embryo.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(".", "<u2")]
    [InlineData("/", "<u2")]
    [InlineData(".", ">u2")]
    [InlineData("/", ">u2")]
    public void Version_0_4_is_read_with_its_scales_and_names(string separator, string type)
    {
        TestStores.Version2(Store, separator: separator, type: type);
        FrameSource movie = FrameSource.Open(Store, Second);
        VolumeFrames.AssertRead(movie, 1);
        VolumeFrames.AssertRead(FrameSource.Open(Store, First), 0);
        SourceDescription found = movie.Description;
        Assert.Equal(("OME-Zarr 0.4", SourceKind.Stack, 3, 5, 2, 14, 12, 16),
            (found.Format, found.Kind, found.Frames, found.Slices, found.Channels, found.Width, found.Height, found.BitDepth));
        Assert.Equal(["membrane", "histone"], found.ChannelNames);
        Assert.Equal((TimeSpan.FromSeconds(90), 0.1, 0.5), (found.FrameInterval, found.PixelSize, found.SliceSpacing));
        Assert.Empty(movie.Notes);
    }

    [Theory]
    [InlineData("uint16", "little", """{"name":"default"}""", "c/", '/')]
    [InlineData("uint16", "big", """{"name":"default","configuration":{"separator":"."}}""", "c.", '.')]
    [InlineData("uint16", "little", """{"name":"v2"}""", "", '.')]
    [InlineData("uint16", "little", """{"name":"v2","configuration":{"separator":"/"}}""", "", '/')]
    public void Version_0_5_is_read_whatever_its_chunks_are_called(string type, string endian, string keys, string prefix, char separator)
    {
        TestStores.Version3(Store, type: type, endian: endian, keys: keys, name: number => prefix + string.Join(separator, number));
        FrameSource movie = FrameSource.Open(Store, Second);
        Assert.Equal("OME-Zarr 0.5", movie.Description.Format);
        VolumeFrames.AssertRead(movie, 1);
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("crc32c")]
    [InlineData("gzip and crc32c")]
    public void Compressed_chunks_are_read(string how)
    {
        Func<byte[], byte[]> pack = how switch
        {
            "zlib" => TestStores.Zlib,
            "gzip" => TestStores.Gzip,
            "zstd" => TestStores.Zstd,
            "crc32c" => TestStores.WithChecksum,
            _ => bytes => TestStores.WithChecksum(TestStores.Gzip(bytes))
        };
        if (how == "zlib") TestStores.Version2(Store, compressor: """{"id":"zlib","level":1}""", pack: pack);
        else TestStores.Version3(Store, codecs: string.Concat(how.Split(" and ").Select(name => $$""",{"name":"{{name}}","configuration":{} }""")), pack: pack);
        VolumeFrames.AssertRead(FrameSource.Open(Store, Second), 1);
    }

    [Theory]
    [InlineData(3, 2, 5, 12, 14)]
    [InlineData(2, 1, 3, 12, 14)]
    [InlineData(1, 2, 1, 5, 3)]
    [InlineData(5, 7, 9, 20, 30)]
    public void Chunks_may_span_times_channels_and_slices_and_reach_beyond_the_array(params int[] chunk)
    {
        TestStores.Version2(Store, chunk: chunk);
        VolumeFrames.AssertRead(FrameSource.Open(Store, Second), 1);
        List<(int Frame, int[] Levels)> planes = VolumeFrames.Read(FrameSource.Open(Store, Second with { Slices = 1 }));
        Assert.Equal(Enumerable.Range(0, 15), planes.Select(plane => plane.Frame));
        Assert.Equal(Enumerable.Range(0, 15).Select(plane => TestStores.Level(1, plane / 5, plane % 5)), planes.Select(plane => Assert.Single(plane.Levels)));
    }

    [Theory]
    [InlineData("yx", 1, 1)]
    [InlineData("zyx", 1, 5)]
    [InlineData("tyx", 3, 1)]
    [InlineData("czyx", 1, 5)]
    [InlineData("tzyx", 3, 5)]
    public void Axes_that_are_missing_are_one_long(string axes, int frames, int slices)
    {
        TestStores.Version2(Store, axes);
        FrameSource movie = FrameSource.Open(Store, First);
        Assert.Equal((frames, slices), (movie.Description.Frames, movie.Description.Slices));
        Assert.Equal(
            Enumerable.Range(0, frames).Select(frame => string.Join(' ', Enumerable.Range(0, slices).Select(slice => TestStores.Level(0, frame, slice)))),
            VolumeFrames.Read(movie).Select(frame => string.Join(' ', frame.Levels)));
        Assert.Equal(frames == 1 && slices > 1, movie.Notes.Any(note => note.Remedy == InputRemedy.Slices));
    }

    [Theory]
    [InlineData("|u1", 8)]
    [InlineData("<i2", 16)]
    [InlineData(">i2", 16)]
    [InlineData("<u4", 32)]
    [InlineData(">i4", 32)]
    [InlineData("<u8", 64)]
    [InlineData("<f4", 32)]
    [InlineData(">f4", 32)]
    [InlineData("<f8", 64)]
    [InlineData(">f8", 64)]
    public void Samples_of_every_type_are_read(string type, int bits)
    {
        TestStores.Version2(Store, type: type);
        FrameSource movie = FrameSource.Open(Store, First);
        Assert.Equal(bits, movie.Description.BitDepth);
        List<(int Frame, int[] Levels)> read = VolumeFrames.Read(movie);
        if (type == "|u1") Assert.Equal([1, 2, 3, 4, 5], read[0].Levels);
        // The others are stretched over their own range, as they are of any image.
        else Assert.All(read, frame => Assert.Equal(65_535, frame.Levels[^1]));
        Assert.All(read, frame => Assert.Equal(frame.Levels.Order(), frame.Levels));
    }

    [Fact]
    public void Chunks_that_share_a_file_are_read()
    {
        // Two slices' chunks in each file, their places at its end, with a checksum.
        int[] file = [1, 1, 4, 12, 14], inner = [1, 1, 2, 12, 14];
        TestStores.Version3(Store, chunk: file, name: number => $"c/{string.Join('/', number)}", pack: bytes =>
        {
            byte[] first = TestStores.Gzip(bytes[..(bytes.Length / 2)]), second = TestStores.Gzip(bytes[(bytes.Length / 2)..]);
            ulong[] places = [0, (ulong)first.Length, (ulong)first.Length, (ulong)second.Length];
            return [.. first, .. second, .. TestStores.WithChecksum([.. places.SelectMany(BitConverter.GetBytes)])];
        });
        const string Bytes = """{"name":"bytes","configuration":{"endian":"little"}}""";
        string codec = $$$"""
            {"name":"sharding_indexed","configuration":{"chunk_shape":[{{{string.Join(",", inner)}}}],"codecs":[{{{Bytes}}},{"name":"gzip"}],
            "index_codecs":[{{{Bytes}}},{"name":"crc32c"}],"index_location":"end"} }
            """;
        File.WriteAllText(Path.Combine(Store, "0", "zarr.json"), TestStores.Array3("tczyx", file, "uint16", codec));
        VolumeFrames.AssertRead(FrameSource.Open(Store, Second), 1);
    }

    [Fact]
    public void Of_several_channels_one_must_be_asked_for()
    {
        TestStores.Version2(Store);
        InputException refused = Assert.Throws<InputException>(() => FrameSource.Open(Store));
        Assert.Contains("has 2 channels (1: membrane, 2: histone)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.StackChannel, refused.Remedy);
        Assert.Equal(InputRemedy.StackChannel, Assert.Throws<InputException>(() => FrameSource.Open(Store, new ReadOptions { StackChannel = 3 })).Remedy);
        Assert.Equal(InputRemedy.Slices, Assert.Throws<InputException>(() => FrameSource.Open(Store, First with { Slices = 4 })).Remedy);
    }

    [Fact]
    public void A_chunk_that_is_not_stored_is_filled_and_a_time_point_without_any_left_out()
    {
        TestStores.Version2(Store, fill: "7");
        File.Delete(Path.Combine(Store, "0", "0.0.0.0.0"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Store, "0"), "1.0.*")) File.Delete(file);
        FrameSource movie = FrameSource.Open(Store, First);
        List<(int Frame, int[] Levels)> read = VolumeFrames.Read(movie);
        Assert.Equal([0, 2], read.Select(frame => frame.Frame));
        Assert.Equal(8 * 14, read[0].Levels.Count(level => level == 7));
        Assert.Contains("1 are not stored (the first of them is frame 1)", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_chunk_costs_its_time_point_alone()
    {
        TestStores.Version2(Store, compressor: """{"id":"zlib"}""", pack: TestStores.Zlib);
        string file = Path.Combine(Store, "0", "1.0.1.0.0");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..9]);
        FrameSource movie = FrameSource.Open(Store, First);
        Assert.Equal([0, 2], VolumeFrames.Read(movie).Select(frame => frame.Frame));
        Assert.Contains("1 are damaged and left out; frame 1: the chunk 0/1.0.1.0.0 is damaged", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_any_chunk_is_refused()
    {
        TestStores.Version2(Store);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Store, "0")).Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0]))) File.Delete(
            file);
        Assert.Contains(
            "holds no picture", Assert.Throws<InputException>(() => VolumeFrames.Read(FrameSource.Open(Store, First))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_series_of_bioformats2raw_and_the_fields_of_a_plate_are_positions()
    {
        TestStores.Version2(Path.Combine(Store, "0"), "tyx");
        TestStores.Version2(Path.Combine(Store, "1"), "tyx", type: "|u1");
        File.WriteAllText(Path.Combine(Store, ".zattrs"), """{"bioformats2raw.layout":3}""");
        FrameSource first = FrameSource.Open(Store);
        Assert.Equal((2, 16, InputRemedy.Position), (first.Description.Positions, first.Description.BitDepth, Assert.Single(first.Notes).Remedy));
        FrameSource second = FrameSource.Open(Store, new ReadOptions { Position = 2 });
        Assert.Equal((8, 0), (second.Description.BitDepth, second.Notes.Count));
        Assert.Equal(InputRemedy.Position, Assert.Throws<InputException>(() => FrameSource.Open(Store, new ReadOptions { Position = 3 })).Remedy);

        string plate = folder["plate.zarr"];
        TestStores.Version2(Path.Combine(plate, "A", "1", "0"), "tyx");
        TestStores.Version2(Path.Combine(plate, "B", "2", "0"), "tyx", type: "|u1");
        File.WriteAllText(Path.Combine(plate, ".zattrs"), """{"plate":{"wells":[{"path":"A/1"},{"path":"B/2"}]}}""");
        foreach (string well in new[] { "A/1", "B/2" }) File.WriteAllText(Path.Combine(plate, well, ".zattrs"), """{"well":{"images":[{"path":"0"}]}}""");
        Assert.Equal((2, 8), (FrameSource.Open(plate).Description.Positions, FrameSource.Open(plate, new ReadOptions { Position = 2 }).Description.BitDepth));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc")]
    [InlineData("0/../../outside")]
    public void No_path_leads_out_of_the_store(string path)
    {
        TestStores.Version2(folder["outside"]);
        TestStores.Version2(Store);
        Replace(".zattrs", "\"path\":\"0\"", $"\"path\":\"{path}\"");
        Assert.Contains("not inside it", Assert.Throws<InputException>(() => FrameSource.Open(Store, First)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/.zarray", "\"shape\":\\[3", "\"shape\":[-3", "shape")]
    [InlineData("0/.zarray", "\"shape\":\\[3", "\"shape\":[99999999999", "shape")]
    [InlineData("0/.zarray", "\"shape\":\\[3", "\"shape\":[\"3\"", "shape")]
    [InlineData("0/.zarray", "\"shape\":\\[3,2,5,12,14", "\"shape\":[3,2,5,2000000000,2000000000", "claims frames of")]
    [InlineData("0/.zarray", "\"shape\":\\[3", "\"shape\":[2000000000", "more than")]
    [InlineData("0/.zarray", "\"chunks\":\\[1,1,3,8,14", "\"chunks\":[1,1,2000,80000,50000", "chunks of")]
    [InlineData("0/.zarray", "\"chunks\":\\[1,1,3,8", "\"chunks\":[1,1,2", "shape")]
    [InlineData("0/.zarray", "\"chunks\":\\[1", "\"chunks\":[0", "chunks")]
    [InlineData("0/.zarray", "<u2", "<c8", "no grey levels")]
    [InlineData("0/.zarray", "<u2", "|O", "no grey levels")]
    [InlineData("0/.zarray", "\"C\"", "\"F\"", "the order 'F'")]
    [InlineData("0/.zarray", "\"filters\":null", "\"filters\":[{\"id\":\"delta\"}]", "filters")]
    [InlineData("0/.zarray", "\"compressor\":null", "\"compressor\":{\"id\":\"lzma\"}", "compressed with 'lzma'")]
    [InlineData("0/.zarray", "\"dimension_separator\":\"\\.\"", "\"dimension_separator\":\"..\"", "separator")]
    [InlineData("0/.zarray", "\\{", "", "damaged description in 0/.zarray")]
    [InlineData(".zattrs", "\\{", "[", "damaged description in .zattrs")]
    [InlineData(".zattrs", "multiscales", "other", "no 'multiscales'")]
    [InlineData(".zattrs", "\"path\":\"0\"", "\"path\":\"7\"", "has no array '7'")]
    [InlineData(".zattrs", "datasets", "data", "without 'datasets'")]
    [InlineData(".zattrs", "\"name\":\"z\"", "\"name\":\"q\"", "has the axes (t, c, q, y, x)")]
    [InlineData(".zattrs", "\"axes\":\\[", "\"axes\":[{\"name\":\"t\"},", "has the axes")]
    public void A_damaged_description_is_told_in_a_line(string file, string what, string instead, string said)
    {
        TestStores.Version2(Store);
        Replace(file, what, instead);
        InputException refused = Assert.Throws<InputException>(() => VolumeFrames.Read(FrameSource.Open(Store, First)));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(Store, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_description_with_any_letter_changed_is_read_or_refused(int version)
    {
        string[] files = version == 2 ? [".zattrs", "0/.zarray"] : ["zarr.json", "0/zarr.json"];
        if (version == 2) TestStores.Version2(Store);
        else TestStores.Version3(Store, codecs: ",{\"name\":\"crc32c\"}", pack: TestStores.WithChecksum);
        var random = new Random(version);
        foreach (string file in files)
        {
            string path = Path.Combine(Store, file), whole = File.ReadAllText(path);
            for (int times = 0; times < 150; times++)
            {
                int at = random.Next(whole.Length);
                File.WriteAllText(path, whole[..at] + "0-9]}{[\",:x"[random.Next(11)] + whole[(at + 1)..]);
                Exception? thrown = Record.Exception(() => VolumeFrames.Read(FrameSource.Open(Store, First)));
                Assert.True(thrown is null or InputException, $"{File.ReadAllText(path)}\n{thrown}");
            }

            File.WriteAllText(path, whole);
        }
    }

    [Fact]
    public void A_store_that_is_empty_or_only_a_group_is_refused_in_a_line()
    {
        Directory.CreateDirectory(Path.Combine(Store, "0", "0"));
        Assert.Contains("called like a Zarr store", Assert.Throws<InputException>(() => FrameSource.Open(Store)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Store, ".zgroup"), """{"zarr_format":2}""");
        Assert.Contains("without an OME-Zarr image", Assert.Throws<InputException>(() => FrameSource.Open(Store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_by_itself_is_refused_with_what_to_name()
    {
        TestStores.Version2(Store);
        Assert.Contains(
            "name the folder of the image", Assert.Throws<InputException>(() => FrameSource.Open(Path.Combine(Store, "0"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_a_rate_of_playing_is_not_believed()
    {
        TestStores.Version2(Store);
        Replace(".zattrs", "minute", "millisecond");
        FrameSource movie = FrameSource.Open(Store, First);
        Assert.Null(movie.Description.FrameInterval);
        Assert.Equal(InputRemedy.Interval, Assert.Single(movie.Notes).Remedy);
    }

    /// <summary>Replaces the first place that fits.</summary>
    private void Replace(string file, string what, string instead)
    {
        string path = Path.Combine(Store, file), before = File.ReadAllText(path), after = new Regex(what, RegexOptions.None, TimeSpan.FromSeconds(1))
            .Replace(before, instead.Replace("$", "$$", StringComparison.Ordinal), 1);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }
}
