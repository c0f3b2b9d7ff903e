using System.Globalization;
using System.Text.Json;
using OpenCvSharp;

namespace Elegans.Cli.Tests;

[Collection(Alone.Name)]
public sealed class NucleiCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_nucleus_of_a_movie_is_listed_where_its_track_says()
    {
        (int exitCode, string output, string error) = await Command.Run("nuclei", Repository.SampleMovie, "--quiet");
        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal("frame,x,y,diameter,probability,dividing", lines[0]);
        double[][] rows = [.. lines.Skip(1).Select(
            line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(rows, row => Assert.True(row[3] > 0 && row[4] is >= 0.2 and <= 1 && row[5] is >= 0 and <= 1));
        (_, string evaluated, _) = await Command.Run(
            "evaluate", Repository.SampleMovie, "--nuclei", Repository.SampleNuclei, "--json", "--score-nuclei", "--quiet");
        using var judged = JsonDocument.Parse(evaluated);
        JsonElement[] stages = [.. judged.RootElement.GetProperty("nuclei").EnumerateArray()];
        Assert.Equal("2 to 30", stages[0].GetProperty("cells").GetString());
        Assert.All(stages[..2], stage => Assert.True(stage.GetProperty("f1").GetDouble() > 0.8, stage.ToString()));
    }

    [Fact]
    public async Task Rings_are_drawn_on_a_frame_and_on_the_movie()
    {
        string png = folder["a.png"], gif = folder["a.gif"], table = folder["a.csv"];
        (int exitCode, string output, _) = await Command.Run(
            "nuclei", Repository.SampleMovie, "--out", table, "--plot", png, "--frame", "60", "--gif", gif, "--quiet");
        Assert.Equal((0, ""), (exitCode, output));
        using Mat drawn = Cv2.ImRead(png), saturation = new();
        Cv2.CvtColor(drawn, drawn, ColorConversionCodes.BGR2HSV);
        Cv2.ExtractChannel(drawn, saturation, 1);
        Assert.True(Cv2.CountNonZero(saturation.GreaterThan(60)) > 500);
        Assert.True(new FileInfo(gif).Length > 10_000);
        Assert.True(File.ReadLines(table).Count() > 1000);
    }

    [Fact]
    public async Task What_lies_in_a_region_has_the_places_of_the_whole_picture()
    {
        (_, string whole, _) = await Command.Run("nuclei", Repository.SampleImage, "--quiet");
        (_, string part, _) = await Command.Run("nuclei", Repository.SampleImage, "--region", "6,4,300,205", "--quiet");
        double[] all = Column(whole, 1), some = Column(part, 1);
        Assert.InRange(some.Length, 0.75 * all.Length, 1.25 * all.Length);
        Assert.Equal(all.Average(), some.Average(), 6.0);
        Assert.Equal(Column(whole, 2).Average(), Column(part, 2).Average(), 6.0);
    }

    [Theory]
    [InlineData(2, ".png", "--plot", "a.svg")]
    [InlineData(2, ".gif", "--gif", "a.mp4")]
    [InlineData(3, "one that is not there", "--plot", "a.png", "--frame", "9999")]
    [InlineData(2, "--frame", "--frame", "-1")]
    public async Task What_cannot_be_drawn_is_said(int exitCode, string said, params string[] options) => Assert.Contains(
        said, await Command.Fails(exitCode, ["nuclei", Repository.SampleMovie, .. options.Select(
            option => option.Contains('.', StringComparison.Ordinal) ? folder[option] : option), "--quiet"]), StringComparison.Ordinal);

    private static double[] Column(string table, int column) =>
        [.. table.TrimEnd('\n').Split('\n').Skip(1).Select(line => double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture))];
}
