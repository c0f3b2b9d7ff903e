using Elegans.Cli.Batch;

namespace Elegans.Cli.Tests;

/// <summary>Numbered pictures are one movie, or many pictures, and never quietly the wrong of the two.</summary>
[Collection(Alone.Name)]
public sealed class PredictSequenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PredictSequenceTests()
    {
        Directory.CreateDirectory(folder["seq"]);
        for (int number = 1; number <= 11; number++) File.Copy(Repository.SampleImage, Picture(number));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pictures_that_look_like_a_movie_are_not_counted_one_by_one_unless_that_is_asked_for()
    {
        string said = await Command.Fails(2, "predict", folder["seq"], "--out", folder["counts"]);
        Assert.Contains(
            "11 pictures numbered t1.png to t11.png look like the frames of one movie: add --sequence to read them so, or --stills to count each on its own.",
            said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["counts"]));
        Assert.Contains("look like the frames", await Command.Fails(2, ["predict", .. Enumerable.Range(1, 11).Select(Picture), "--out", folder["counts"]]),
            StringComparison.Ordinal);
        Assert.Equal(0, (await Command.Run("predict", Picture(1), Picture(2), "--stills", "--out", folder["counts"], "--quiet")).ExitCode);
        Assert.Contains("give one of them", await Command.Fails(2, "predict", folder["seq"], "--stills", "--sequence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_sequence_they_are_one_table_in_natural_order_however_they_are_named()
    {
        (int exitCode, string table, _) = await Command.Run("predict", folder["seq"], "--sequence", "--per-frame", "--quiet");
        Assert.Equal(0, exitCode);
        Assert.Equal(12, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(table, (await Command.Run("predict", folder["seq/t*.png"], "--sequence", "--per-frame", "--quiet")).Output);
        Assert.Equal(
            table, (await Command.Run(
            ["predict", .. Enumerable.Range(1, 11).Select(Picture).Order(StringComparer.Ordinal), "--sequence", "--per-frame", "--quiet"])).Output);
    }

    [Fact]
    public async Task Series_of_two_channels_are_not_counted_one_by_one()
    {
        for (int number = 1; number <= 4; number++)
        {
            File.Copy(Repository.SampleImage, folder[$"GFP_{number}.png"]);
            File.Copy(Repository.SampleImage, folder[$"RFP_{number}.png"]);
        }

        Assert.Contains(
            "8 pictures numbered GFP_1.png to RFP_4.png look like the frames of one movie in several channels: add --sequence",
            await Command.Fails(2, "predict", folder["*.png"], "--out", folder["counts"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_name_is_a_pattern_is_that_file()
    {
        File.Copy(Repository.SampleImage, folder["a*.png"]);
        Assert.True(ManyInputs.IsOne([folder["a*.png"]]));
        Assert.False(ManyInputs.IsOne([folder["b*.png"]]));
    }

    [Fact]
    public void The_files_of_a_set_are_found_once()
    {
        string[] names = ["e_t0.ome.tif", "e_t1.ome.tif", "e_t2.ome.tif"];
        string xml = $"""
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">
            <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="4" SizeY="1" SizeZ="1" SizeC="1" SizeT="3"><Channel ID="Channel:0"/>
            {string.Concat(names.Select((name, time) => $"<TiffData FirstT=\"{time}\" IFD=\"0\" PlaneCount=\"1\"><UUID FileName=\"{name}\"/></TiffData>"))}
            </Pixels></Image></OME>
            """;
        string set = Directory.CreateDirectory(folder["set"]).FullName;
        foreach (string name in names) File.WriteAllBytes(Path.Combine(set, name), Tiff(xml));
        int parts = 0;
        Assert.Equal([Path.Combine(set, names[0])], ManyInputs.Find([set], (_, _) => { }, (_, count) => parts = count));
        Assert.Equal(2, parts);
    }

    /// <summary>A picture of four pixels in one line, with a description.</summary>
    private static byte[] Tiff(string description)
    {
        byte[] text = [.. System.Text.Encoding.UTF8.GetBytes(description), 0];
        (ushort Tag, ushort Kind, int Count, int Value)[] entries =
        [
            (256, 4, 1, 4), (257, 4, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (270, 2, text.Length, 12), (273, 4, 1, 8), (277, 3, 1, 1),
            (278, 4, 1, 1), (279, 4, 1, 4),
        ];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        int directory = 12 + text.Length + (text.Length % 2);
        writer.Write("II*\0"u8);
        writer.Write(directory);
        writer.Write([1, 2, 3, 4]);
        writer.Write(text);
        if (text.Length % 2 == 1) writer.Write((byte)0);
        writer.Write((ushort)entries.Length);
        foreach ((ushort tag, ushort kind, int count, int value) in entries)
        {
            writer.Write(tag);
            writer.Write(kind);
            writer.Write(count);
            writer.Write(value);
        }

        writer.Write(0);
        return stream.ToArray();
    }

    private string Picture(int number) => folder[$"seq/t{number}.png"];
}
