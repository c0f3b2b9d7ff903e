using System.Text.Json;
using Elegans.Development;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Tests.Tables;

public sealed class EmbryoTableTests : IDisposable
{
    private static readonly ModelCard Card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_of_several_embryos_begins_with_their_numbers()
    {
        string[] lines = Csv(
            CountColumns.None, Embryo(1, 3, FrameStatus.Ok, FrameStatus.CutOff), Embryo(2, 5, FrameStatus.TooSmall, FrameStatus.Overlapping)).Split('\n');
        Assert.StartsWith($"embryo,{CountTable.Header},total_low,total_high,minutes,pace,status,deviates\n", lines[0] + "\n", StringComparison.Ordinal);
        Assert.StartsWith("1,0,3,3,3,3,3,3,3,21,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",ok,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",,,,cut_off,", lines[2], StringComparison.Ordinal);
        Assert.Equal($"2,0{new string(',', 13)}too_small,", lines[3]);
        Assert.Equal("2,1,5,5,5,5,5,5,5,35,,,,,overlapping,", lines[4]);
        Assert.Equal([""], lines[5..]);
    }

    [Fact]
    public void The_table_of_one_embryo_is_the_table_of_a_movie()
    {
        EmbryoPrediction only = Embryo(2, 3, FrameStatus.Ok, FrameStatus.CutOff);
        using var expected = new StringWriter();
        CountTable.WriteCsv(expected, only.Frames, CountColumns.Intervals);
        Assert.Equal(expected.ToString(), Csv(CountColumns.Intervals, only));
    }

    [Fact]
    public void What_is_measured_stands_beside_what_is_expected_and_is_read_back()
    {
        // An embryo that stops at some 60 cells.
        float[][] cells = [.. Enumerable.Range(0, 160).Select(frame => FounderLineages.All.Select(lineage =>
            (float)ReferenceCourse.BuiltIn.Mean(lineage, new DevelopmentalTime(Math.Min(frame, 80)))).ToArray())];
        MoviePrediction stopped = MoviePrediction.Of(
            [.. cells.Select((each, frame) => new FrameReading(new FrameIndex(frame), FrameStatus.Ok, [.. each]))], Card);
        string table = Csv(CountColumns.Measured | CountColumns.Expected, new EmbryoPrediction(1, Outline: null, stopped));
        string[] lines = table.Split('\n');
        Assert.EndsWith(
            ",status,deviates,measured,measured_low,measured_high,expected_A,expected_E,expected_M,expected_P,expected_C,expected_D,expected_Z,expected_total",
            lines[0], StringComparison.Ordinal);
        Assert.Contains(",ok,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",ok,total-,", lines[160], StringComparison.Ordinal);
        IReadOnlyList<FramePrediction> read = CountTableReader.Read(folder.Write("counts.csv", table));
        Assert.Equal(
            stopped.Select(frame => (frame.Deviation, frame.Measured, frame.Expected)),
            read.Select(frame => (frame.Deviation, frame.Measured, frame.Expected)));
        Assert.NotNull(read[^1].Expected);
        Assert.Throws<InputException>(() => CountTableReader.Read(folder.Write("other.csv", table.Replace("total-", "E+", StringComparison.Ordinal))));

        using JsonDocument json = Json(new EmbryoPrediction(1, Outline: null, stopped));
        Assert.Equal("total-", json.RootElement.GetProperty("deviation").GetProperty("deviates").GetString());
        Assert.True(json.RootElement.GetProperty("growth").GetProperty("departure").GetDouble()
            > json.RootElement.GetProperty("growth").GetProperty("limit").GetDouble());
        JsonElement last = json.RootElement.GetProperty("frames").EnumerateArray().Last();
        Assert.Equal(stopped[^1].Measured!.Value.Cells, last.GetProperty("measured").GetInt32());
        Assert.Equal("total-", last.GetProperty("deviates").GetString());
    }

    [Fact]
    public void A_table_of_several_embryos_is_refused_and_the_rows_of_one_are_read()
    {
        EmbryoPrediction second = Embryo(2, 5, FrameStatus.CutOff, FrameStatus.TooSmall, FrameStatus.Overlapping);
        string all = Csv(CountColumns.Intervals, Embryo(1, 3, FrameStatus.Ok, FrameStatus.Ok, FrameStatus.Ok), second);
        InputException refused = Assert.Throws<InputException>(() => CountTableReader.Read(folder.Write("all.csv", all)));
        Assert.Contains("line 5", refused.Message, StringComparison.Ordinal);
        Assert.Contains("goes on with another embryo; keep the rows of one embryo", refused.Message, StringComparison.Ordinal);
        string one = folder.Write("one.csv", string.Join('\n', all.Split('\n').Where(line => !line.StartsWith("1,", StringComparison.Ordinal))));
        Assert.Equal(second.Frames.Select(Text), CountTableReader.Read(one).Select(Text));

        static string Text(FramePrediction frame) => $"{frame.Frame} {frame.Status} {frame.Counts} {frame.Intervals?.Total}";
    }

    [Fact]
    public void Json_of_several_embryos_has_each_with_its_outline_and_frames()
    {
        EmbryoPrediction first = Embryo(1, 3, FrameStatus.Ok) with { Outline = Followed() };
        using JsonDocument json = Json(first, Embryo(2, 5, FrameStatus.TooSmall));
        JsonElement[] embryos = [.. json.RootElement.GetProperty("embryos").EnumerateArray()];
        Assert.Equal([1, 2], embryos.Select(embryo => embryo.GetProperty("embryo").GetInt32()));
        Assert.Equal("""{"x":100.5,"y":80,"length":120,"breadth":70,"degrees":30}""",
            JsonSerializer.Serialize(embryos[0].GetProperty("outline")));
        Assert.False(embryos[1].TryGetProperty("outline", out _));
        Assert.Equal(21, Assert.Single(embryos[0].GetProperty("frames").EnumerateArray()).GetProperty("total").GetInt32());
        Assert.Equal("too_small", Assert.Single(embryos[1].GetProperty("frames").EnumerateArray()).GetProperty("status").GetString());
        Assert.False(json.RootElement.TryGetProperty("frames", out _));
    }

    [Fact]
    public void Json_of_one_embryo_is_that_of_a_movie()
    {
        using JsonDocument json = Json(Embryo(2, 3, FrameStatus.Ok, FrameStatus.CutOff));
        Assert.Equal(["input", "model", "frames"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["ok", "cut_off"], json.RootElement.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("status").GetString()));
    }

    /// <summary>An embryo with so many cells of each lineage in every frame.</summary>
    private static EmbryoPrediction Embryo(int number, float cells, params FrameStatus[] frames) => new(number, Outline: null, MoviePrediction.FrameByFrame(
        [.. frames.Select((status, i) => new FrameReading(new FrameIndex(i), status, [.. Enumerable.Repeat(cells, FounderLineages.Count)]))], Card));

    private static FollowedEmbryo Followed() => new()
    {
        Outlines = [(new FrameIndex(0), new EmbryoOutline(100.52, 80, 60, 35, Math.PI / 6))],
        Confidence = 0.9,
        First = new FrameIndex(0),
        Last = null,
    };

    private static string Csv(CountColumns more, params EmbryoPrediction[] embryos)
    {
        using var text = new StringWriter();
        CountTable.WriteCsv(text, embryos, more);
        return text.ToString();
    }

    private static JsonDocument Json(params EmbryoPrediction[] embryos)
    {
        using var buffer = new MemoryStream();
        CountTable.WriteJson(buffer, "field.tif", "model 1", embryos);
        return JsonDocument.Parse(buffer.ToArray());
    }
}
