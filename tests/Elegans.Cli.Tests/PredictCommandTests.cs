using System.Text.Json;
using Elegans.Cli;

namespace Elegans.Cli.Tests;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_movie_becomes_a_table_on_standard_output_and_nothing_on_standard_error()
    {
        (int exitCode, string output, string error) = await Command.Run("predict", Repository.SampleMovie, "--quiet");
        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("frame,A,E,M,P,C,D,Z,total", lines[0], StringComparison.Ordinal);
        Assert.Equal(File.ReadLines(Repository.SampleLabels).Count(), lines.Length);
        Assert.All(lines.Skip(1), line =>
        {
            int[] numbers = [.. line.Split(',')[..9].Select(int.Parse)];
            Assert.Equal(numbers[8], numbers[1..8].Sum());
        });
    }

    [Fact]
    public async Task The_table_the_plot_and_json_can_be_written()
    {
        Assert.Equal(0, (await Command.Run("predict", Repository.SampleMovie, "--out", folder["t.csv"], "--plot", folder["p.png"])).ExitCode);
        Assert.Equal(0, (await Command.Run("predict", Repository.SampleImage, "--json", "--out", folder["t.json"], "--plot", folder["p.svg"])).ExitCode);
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder["p.png"])[..4]));
        Assert.Contains("living cells", File.ReadAllText(folder["p.svg"]), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["t.json"]));
        JsonElement frame = Assert.Single(json.RootElement.GetProperty("frames").EnumerateArray());
        Assert.Equal(frame.GetProperty("total").GetInt32(), frame.GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt32()));
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_tiff_is_a_still_or_a_movie_by_its_number_of_pages(int pages)
    {
        Assert.True(OpenCvSharp.Cv2.ImWrite(folder["stack.tif"], Enumerable.Range(0, pages).Select(_ => TestImages.Disc())));
        (int exitCode, string output, _) = await Command.Run("predict", folder["stack.tif"]);
        Assert.Equal(0, exitCode);
        Assert.Equal(1 + pages, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Bad_input_ends_in_one_line_and_leaves_no_file()
    {
        Assert.Contains("does not exist", await Command.Fails(3, "predict", folder["none.mov"], "--out", folder["t.csv"]), StringComparison.Ordinal);
        Assert.Contains("is empty", await Command.Fails(3, "predict", folder.Write("empty.mov", ""), "--out", folder["t.csv"]), StringComparison.Ordinal);
        Assert.Contains("is not an image or movie that can be read",
            await Command.Fails(3, "predict", folder.Write("text.mov", "only text under this name"), "--out", folder["t.csv"]),
            StringComparison.Ordinal);
        string cut = folder.Write("cut.mp4", File.ReadAllBytes(Repository.SampleMovie).AsSpan(0, 300_000));
        Assert.Contains("is cut off", await Command.Fails(3, "predict", cut, "--out", folder["t.csv"], "--plot", folder["p.png"]), StringComparison.Ordinal);
        Assert.Equal(["cut.mp4", "empty.mov", "text.mov"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Wrong_usage_is_told_before_any_work()
    {
        Assert.Contains("--colour", await Command.Fails(2, "predict", Repository.SampleMovie, "--colour", "green"), StringComparison.Ordinal);
        Assert.Contains(".png or .svg", await Command.Fails(2, "predict", Repository.SampleMovie, "--plot", folder["p.pdf"]), StringComparison.Ordinal);
        Assert.Contains(
            "--threads must lie between 1 and 1024", await Command.Fails(2, "predict", Repository.SampleMovie, "--threads", "0"), StringComparison.Ordinal);
        string copy = folder["copy.mp4"];
        File.Copy(Repository.SampleMovie, copy);
        Assert.Contains("is the input itself", await Command.Fails(2, "predict", copy, "--out", copy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_none_and_an_output_that_cannot_be_written_have_exit_codes_of_their_own()
    {
        await Command.Fails(4, "predict", Repository.SampleImage, "--model", folder.Path);
        await Command.Fails(5, "predict", Repository.SampleImage, "--out", Path.Combine(folder.Path, "no", "such", "t.csv"));
    }

    [Fact]
    public async Task A_real_still_is_counted()
    {
        (int exitCode, string output, _) = await Command.Run("predict", Repository.RealData("stills", "embryo_sample.png"));
        Assert.Equal(0, exitCode);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_prediction_ends_with_a_line_that_says_what_came_out()
    {
        Assert.Equal(
            $"146 frames, 146 counted, {Repository.SampleMovieCells}, 1.6 min a frame\n", (await Command.Run("predict", Repository.SampleMovie)).Error);
        Assert.Equal($"146 frames, 146 counted, {Repository.SampleMovieCells}, 1.5 min a frame; {folder["t.csv"]}, {folder["p.svg"]}\n",
            (await Command.Run("predict", Repository.SampleMovie, "--interval", "1.5min", "--out", folder["t.csv"], "--plot", folder["p.svg"])).Error);
        Assert.Equal($"1 frame, 1 counted, {Repository.SampleImageCells}\n", (await Command.Run("predict", Repository.SampleImage)).Error);
        Assert.Equal("", (await Command.Run("predict", Repository.SampleImage, "--quiet")).Error);
    }

    [Fact]
    public async Task Frames_that_are_not_ok_are_said_and_also_that_none_could_be_counted()
    {
        string[] still = (await Command.Run("predict", TestImages.Black().Save(folder["black.png"]))).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("No frame could be counted: 1 of 1 have too little contrast", still[0], StringComparison.Ordinal);
        Assert.EndsWith("--channel red, green, blue or brightest chooses another.", still[0], StringComparison.Ordinal);
        Assert.Equal(["1 frame, none counted; 1 without an embryo"], still[1..]);
        string movie = TestImages.SaveMovie(folder["black.avi"], Enumerable.Range(0, 3).Select(_ => TestImages.Black()));
        Assert.EndsWith("\n3 frames, none counted; 3 without an embryo\n", (await Command.Run("predict", movie)).Error, StringComparison.Ordinal);
        Assert.Contains(" beyond the range\n", (await Command.Run("predict", Repository.SampleMovie, "--per-frame")).Error, StringComparison.Ordinal);
    }
}
