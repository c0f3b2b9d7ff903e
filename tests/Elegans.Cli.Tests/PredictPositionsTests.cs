using System.Globalization;
using Elegans.Tests;
using OpenCvSharp;

namespace Elegans.Cli.Tests;

/// <summary>An OME-TIFF of two positions: the sample, and the later half of it.</summary>
[Collection(Alone.Name)]
public sealed class PredictPositionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Into_a_folder_each_position_is_counted()
    {
        string stack = Stack("plate.ome.tif"), output = folder["out"] + "/";
        (int exitCode, _, string error) = await Command.Run("predict", stack, "--out", output);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["plate.ome-position-1-overview.png", "plate.ome-position-1.csv", "plate.ome-position-1.png", "plate.ome-position-2-overview.png",
                "plate.ome-position-2.csv", "plate.ome-position-2.png"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("position 2: 7 frames", error, StringComparison.Ordinal);
        Assert.DoesNotContain("--position", error, StringComparison.Ordinal);
        foreach (int position in new[] { 1, 2 })
            Assert.Equal(await ByItself(stack, position), await File.ReadAllTextAsync(
                Path.Combine(output, $"plate.ome-position-{position}.csv"), TestContext.Current.CancellationToken));
        Assert.Contains("2 positions, and --plot, --gif and --overview are for one", await Command.Fails(
            2, "predict", stack, "--out", output, "--plot", folder["a.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_the_first_is_counted_and_it_is_said_how_to_get_the_others()
    {
        string stack = Stack("plate.ome.tif");
        (_, string output, string error) = await Command.Run("predict", stack);
        Assert.Equal(await ByItself(stack, 1), output);
        Assert.Contains("2 images (positions), and the first is read. --position N chooses one, from 1; predict --out FOLDER/ reads each.", error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Among_many_inputs_each_position_has_a_row_and_a_table_and_is_done_once()
    {
        Directory.CreateDirectory(folder["plates"]);
        string stack = Stack(Path.Combine("plates", "plate.ome.tif")), output = folder["out"];
        File.Copy(Repository.SampleImage, folder[Path.Combine("plates", "z.png")]);
        // Somebody else's table has the name already.
        File.Copy(Repository.SampleImage, folder[Path.Combine("plates", "plate.ome-position-2.png")]);
        (int exitCode, _, string error) = await Command.Run("predict", folder["plates"], "--out", output);
        Assert.Equal(0, exitCode);
        Assert.Contains("plate.ome.tif [position 2]: 7 frames", error, StringComparison.Ordinal);
        Assert.DoesNotContain("--position", error, StringComparison.Ordinal);
        Assert.Contains("4 inputs: 4 done", error, StringComparison.Ordinal);
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(output, "summary.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["plate.ome-position-2.png,", "plate.ome.tif,", "plate.ome.tif [position 2],", "z.png,"],
            rows[1..].Select(row => row[(folder["plates"].Length + 1)..(row.IndexOf(',', StringComparison.Ordinal) + 1)]));
        Assert.Equal(await ByItself(stack, 2), await File.ReadAllTextAsync(
            Path.Combine(output, "plate.ome-position-2-2.csv"), TestContext.Current.CancellationToken));

        string before = string.Join('\n', rows);
        error = (await Command.Run("predict", folder["plates"], "--out", output)).Error;
        Assert.Contains("4 done before", error, StringComparison.Ordinal);
        Assert.Equal(before, string.Join('\n', await File.ReadAllLinesAsync(Path.Combine(output, "summary.csv"), TestContext.Current.CancellationToken)));
        File.Delete(Path.Combine(output, "plate.ome-position-2-2.csv"));
        Assert.Contains("1 done, 3 done before", (await Command.Run("predict", folder["plates"], "--out", output)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_that_cannot_be_read_costs_itself_only()
    {
        // The first position has one embryo, and the second two.
        string stack = Stack("plate.ome.tif", new SampleFields.Place(150, 170), new SampleFields.Place(470, 170)), output = folder["out"];
        (int exitCode, _, string error) = await Command.Run("predict", stack, "--embryo", "2", "--out", output + "/");
        Assert.Equal(6, exitCode);
        Assert.Contains("elegans: position 1: ", error, StringComparison.Ordinal);
        Assert.Contains("position 2: ", error.Replace("elegans: position", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "plate.ome-position-2.csv")));

        string tables = folder["tables"];
        (exitCode, _, error) = await Command.Run("predict", stack, Repository.SampleImage, "--embryo", "2", "--out", tables);
        Assert.Equal(6, exitCode);
        Assert.True(File.Exists(Path.Combine(tables, "plate.ome-position-2.csv")), error);
    }

    [Fact]
    public async Task Rows_of_positions_that_an_input_no_longer_has_are_removed()
    {
        string stack = Stack("plate.ome.tif"), output = folder["out"];
        Assert.Equal(0, (await Command.Run("predict", stack, Repository.SampleImage, "--out", output)).ExitCode);
        Assert.True(File.Exists(Path.Combine(output, "plate.ome-position-2.csv")));
        SampleFields.SaveStack(stack, SampleFields.Frames(480, 320, new SampleFields.Place(240, 170)));
        Assert.Equal(0, (await Command.Run("predict", stack, Repository.SampleImage, "--out", output)).ExitCode);
        Assert.False(File.Exists(Path.Combine(output, "plate.ome-position-2.csv")));
        Assert.DoesNotContain("[position", await File.ReadAllTextAsync(
            Path.Combine(output, "summary.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> ByItself(string stack, int position)
    {
        (int exitCode, string output, _) = await Command.Run("predict", stack, "--position", position.ToString(CultureInfo.InvariantCulture), "--quiet");
        Assert.Equal(0, exitCode);
        return output;
    }

    private string Stack(string name)
    {
        Mat[] frames = [.. SampleFields.Frames(480, 320, new SampleFields.Place(240, 170))];
        return SamplePositions.Save(folder[name], 480, frames, frames[^7..]);
    }

    private string Stack(string name, SampleFields.Place first, SampleFields.Place second) => SamplePositions.Save(
        folder[name], 620, [.. SampleFields.Frames(620, 320, first)], [.. SampleFields.Frames(620, 320, first, second)]);
}
