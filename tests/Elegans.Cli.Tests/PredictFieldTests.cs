using System.Globalization;
using System.Text.Json;
using OpenCvSharp;
using Place = Elegans.Tests.SampleFields.Place;

namespace Elegans.Cli.Tests;

/// <summary>Fields of two embryos: the sample, and beside it the sample run backwards.</summary>
[Collection(Alone.Name)]
public sealed class PredictFieldTests : IDisposable
{
    private const string Found = "2 embryos were found", LeftHalf = "20,15,320,230";
    private static readonly Place Left = new(180, 130), Right = new(520, 130) { IsReversed = true };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Several_embryos_are_one_table_with_their_numbers()
    {
        (int exitCode, string output, string error) = await Command.Run("predict", Field(), "--quiet");
        Assert.Equal(0, exitCode);
        string[] lines = Lines(output);
        Assert.StartsWith("embryo,frame,A,E,M,P,C,D,Z,total,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [.. Frames("1"), .. Frames("2")], lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..2])));
        string[] notes = Lines(error);
        Assert.Equal(
            $"elegans: {folder["field.tif"]}: {Found}, and each was counted on its own; they are numbered from the left. "
            + "--embryo N chooses one, from the left.", notes[0]);
        // It runs backwards.
        Assert.StartsWith(
            $"elegans: {folder["field.tif"]}: Embryo 2 does not develop as a normal one", Assert.Single(notes[1..]), StringComparison.Ordinal);

        static IEnumerable<string> Frames(string embryo) => Enumerable.Range(0, SampleFields.Count).Select(frame => $"{embryo},{frame}");
    }

    [Fact]
    public async Task A_folder_gets_a_table_and_a_plot_of_each_embryo_and_an_overview()
    {
        string output = folder["counts"] + "/";
        (int exitCode, string table, string error) = await Command.Run("predict", Field(), "--out", output);
        Assert.Equal((0, ""), (exitCode, table));
        Assert.Equal(
            ["field-embryo-1.csv", "field-embryo-1.png", "field-embryo-2.csv", "field-embryo-2.png", "field-overview.png"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order());
        string[] first = await File.ReadAllLinesAsync(Path.Combine(output, "field-embryo-1.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("frame,A,", first[0], StringComparison.Ordinal);
        Assert.Equal(1 + SampleFields.Count, first.Length);
        using Mat overview = Cv2.ImRead(Path.Combine(output, "field-overview.png"));
        Assert.Equal(new Size(700, 260), overview.Size());
        string[] lines = Lines(error);
        Assert.Contains(Found, lines[0], StringComparison.Ordinal);
        Assert.StartsWith("embryo 1: 15 frames, ", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("embryo 2: 15 frames, ", lines[^1], StringComparison.Ordinal);
        Assert.All(lines[^2..], line => Assert.EndsWith($"; {output}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_gets_one_table_where_there_is_one_embryo()
    {
        Directory.CreateDirectory(folder["counts"]);
        Assert.Equal(0, (await Command.Run("predict", Repository.SampleImage, "--out", folder["counts"], "--quiet")).ExitCode);
        Assert.Equal(
            ["embryo-frame-100-overview.png", "embryo-frame-100.csv", "embryo-frame-100.png"],
            Directory.GetFiles(folder["counts"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_plot_never_takes_the_place_of_the_input()
    {
        string still = folder["embryo.png"];
        File.Copy(Repository.SampleImage, still);
        Assert.Contains("is the input itself", await Command.Fails(2, "predict", still, "--out", folder.Path), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.SampleImage, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(still, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_overview_is_drawn_beside_any_table()
    {
        (int exitCode, string output, string error) = await Command.Run("predict", Field(), "--json", "--overview", folder["overview.png"]);
        Assert.Equal(0, exitCode);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] embryos = [.. json.RootElement.GetProperty("embryos").EnumerateArray()];
        Assert.Equal([180.0, 520.0], embryos.Select(embryo => embryo.GetProperty("outline").GetProperty("x").GetDouble()), Near(20));
        using Mat overview = Cv2.ImRead(folder["overview.png"]);
        Assert.Equal(new Size(700, 260), overview.Size());
        Assert.EndsWith($"; {folder["overview.png"]}", Lines(error)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_embryo_is_chosen_by_its_number_or_by_a_region()
    {
        string field = Field();
        string[] all = Lines((await Command.Run("predict", field, "--quiet")).Output);
        (int exitCode, string output, string error) = await Command.Run("predict", field, "--embryo", "2", "--quiet");
        Assert.Equal(0, exitCode);
        Assert.Equal(all.Where(line => !line.StartsWith("1,", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(',') + 1)..]), Lines(output));
        Assert.Contains($"{Found}; these are the counts of embryo 2 from the left.", Lines(error)[0], StringComparison.Ordinal);
        Assert.Contains("This embryo does not develop as a normal one", Assert.Single(Lines(error)[1..]), StringComparison.Ordinal);
        (exitCode, output, error) = await Command.Run("predict", field, "--region", LeftHalf, "--quiet");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("frame,A,", output, StringComparison.Ordinal);
        Assert.Contains("shows 2 embryos, and embryo 3 was asked for", await Command.Fails(3, "predict", field, "--embryo", "3"), StringComparison.Ordinal);
        Assert.Contains("lies outside", await Command.Fails(3, "predict", field, "--region", "5000,0,10,10"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--region", "1,2,3", "four")]
    [InlineData("--region", "1,2,3,0", "four")]
    [InlineData("--region", "-1,2,3,4", "four")]
    [InlineData("--region", "left", "four")]
    [InlineData("--region", "1,2,3,99999999999", "four")]
    [InlineData("--embryo", "0", "--embryo must be at least 1")]
    [InlineData("--embryo", "second", "--embryo")]
    [InlineData("--overview", "overview.jpg", "--overview overview.jpg does not end in .png")]
    public async Task A_value_that_means_nothing_is_told_in_one_line_before_any_work(string option, string value, string told)
    {
        string line = await Command.Fails(2, "predict", folder["not-read.tif"], $"{option}={value}");
        Assert.Contains(told == "four" ? $"--region cannot be '{value}': it takes 4 whole numbers" : told, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_takes_no_format_but_its_own()
    {
        Assert.Contains("--out names a folder", await Command.Fails(
            2, "predict", Repository.SampleMovie, "--out", folder["counts/"], "--json"), StringComparison.Ordinal);
        Assert.Contains("--out names a folder", await Command.Fails(
            2, "predict", Repository.SampleMovie, "--out", folder["counts/"], "--compat", "devolearn"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["counts"]));
    }

    [Fact]
    public async Task The_table_of_another_tool_has_the_first_embryo_and_that_is_said()
    {
        (int exitCode, string output, string error) = await Command.Run("predict", Field(), "--compat", "devolearn");
        Assert.Equal(0, exitCode);
        Assert.Equal("A,E,M,P,C,D,Z", Lines(output)[0]);
        Assert.Equal(1 + SampleFields.Count, Lines(output).Length);
        string[] lines = Lines(error);
        Assert.Contains($"{Found}; these are the counts of embryo 1 from the left.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("15 frames, ", Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_seen_of_an_embryo_and_what_was_hidden_is_said()
    {
        string cut = SampleFields.SaveStack(folder["cut.tif"], SampleFields.Frames(480, 300, new Place(400, 150)));
        Assert.Contains("The embryo is cut off by the border of the picture: its counts are lower bounds.",
            (await Command.Run("predict", cut)).Error, StringComparison.Ordinal);
        string small = SampleFields.SaveStack(folder["small.tif"], SampleFields.Frames(240, 180, new Place(120, 90, 0.135)));
        string error = (await Command.Run("predict", small)).Error;
        Assert.Contains("pixels long, and 36 are needed to count nuclei.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("another channel", error, StringComparison.Ordinal);
        string written = SampleFields.SaveStack(folder["written.tif"], SampleFields.Frames(480, 320, new Place(240, 170)).WithWriting());
        Assert.Contains("Writing, a bar or a border is in the picture; it was hidden from the network.",
            (await Command.Run("predict", written)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_border_thick_letters_and_a_box_do_not_change_the_counts()
    {
        string plain = SampleFields.SaveStack(folder["plain.tif"], SampleFields.Frames(480, 320, new Place(240, 170))),
            labelled = SampleFields.SaveStack(folder["labelled.tif"], SampleFields.Frames(480, 320, new Place(240, 170)).WithBorderAndLabels());
        (int exitCode, string output, string error) = await Command.Run("predict", labelled, "--quiet");
        Assert.Equal(0, exitCode);
        Assert.Contains("Writing, a bar or a border is in the picture; it was hidden from the network.", error, StringComparison.Ordinal);
        int[] expected = Totals((await Command.Run("predict", plain, "--quiet")).Output), seen = Totals(output);
        Assert.Equal(SampleFields.Count, seen.Length);
        double[] apart = [.. seen.Zip(expected, (one, other) => Math.Abs(one - other) / (double)other)];
        Assert.True(apart.Average() < 0.1, string.Join(' ', apart));

        static int[] Totals(string table) => [.. Lines(table).Skip(1).Select(line => int.Parse(line.Split(',')[8], CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task Of_many_inputs_a_field_has_the_column_embryo_and_the_others_have_none()
    {
        File.Copy(Repository.SampleImage, folder["still.png"]);
        string output = folder["counts"], field = Field(), parquet = folder["all.parquet"];
        (int exitCode, _, string error) = await Command.Run("predict", folder["still.png"], field, "--out", output, "--parquet", parquet, "--quiet");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("frame,A,", Table("still.csv"), StringComparison.Ordinal);
        Assert.Equal((await Command.Run("predict", field, "--quiet")).Output, Table("field.csv"));
        Assert.Contains($"{Found}, and each was counted on its own", error, StringComparison.Ordinal);
        string row = File.ReadLines(Path.Combine(output, "summary.csv")).Single(line => line.Contains("field.tif", StringComparison.Ordinal));
        Assert.Contains("the first of 2 embryos; embryo 2: 15 frames, ", row, StringComparison.Ordinal);

        await using Parquet.ParquetReader reader = await Parquet.ParquetReader.CreateAsync(
            File.OpenRead(parquet), leaveStreamOpen: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["input", "embryo", "frame", "A"], reader.Schema.DataFields.Take(4).Select(column => column.Name));
        Assert.Equal(2, reader.RowGroupCount);

        string Table(string name) => File.ReadAllText(Path.Combine(output, name));
    }

    [Fact]
    public async Task Of_many_inputs_the_same_region_and_embryo_are_read()
    {
        File.Copy(Field(), folder["other.tif"]);
        string output = folder["counts"];
        Assert.Equal(0, (await Command.Run(
            "predict", folder["field.tif"], folder["other.tif"], "--region", LeftHalf, "--embryo", "1", "--out", output, "--quiet")).ExitCode);
        Assert.Equal((await Command.Run("predict", folder["field.tif"], "--region", LeftHalf, "--quiet")).Output,
            await File.ReadAllTextAsync(Path.Combine(output, "other.csv"), TestContext.Current.CancellationToken));
        Assert.Contains($"region {LeftHalf} embryo 1",
            await File.ReadAllTextAsync(Path.Combine(output, "summary.csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_says_which_embryo_of_a_field_it_judged()
    {
        string field = Field();
        (int exitCode, string output, string error) = await Command.Run("evaluate", field, "--nuclei", Repository.SampleNuclei);
        Assert.Equal(0, exitCode);
        Assert.Contains("total ", output, StringComparison.Ordinal);
        Assert.Contains($"{Found}; these are the counts of embryo 1 from the left.", error, StringComparison.Ordinal);
        error = (await Command.Run("evaluate", field, "--nuclei", Repository.SampleNuclei, "--embryo", "2")).Error;
        Assert.Contains($"{Found}; these are the counts of embryo 2 from the left.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embryo_that_stops_dividing_is_said_to_deviate()
    {
        Mat[] frames = [.. SampleFields.Frames(480, 320, new Place(240, 170))];
        string stopped = SampleFields.SaveStack(folder["stopped.tif"], [.. frames[..8], .. Enumerable.Range(0, 14).Select(_ => frames[7].Clone())]);
        (int exitCode, string output, string error) = await Command.Run("predict", stopped, "--measured", "--plot", folder["stopped.svg"]);
        Assert.Equal(0, exitCode);
        string[] rows = Lines(output);
        Assert.EndsWith(",status,deviates,measured,measured_low,measured_high", rows[0], StringComparison.Ordinal);
        Assert.Contains(",ok,,", rows[1], StringComparison.Ordinal);
        Assert.Contains(",ok,total-,", rows[^1], StringComparison.Ordinal);
        Assert.Matches("noticed from frame [0-9]+ on, there are fewer cells than a normal embryo has at the pace before", error);
        Assert.Contains("fewer cells than a normal embryo from frame", Lines(error)[^1], StringComparison.Ordinal);
        Assert.Contains("not as a normal embryo", await File.ReadAllTextAsync(folder["stopped.svg"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        Assert.Equal(0, (await Command.Run("predict", stopped, Repository.SampleMovie, "--out", folder["tables"])).ExitCode);
        string[] summary = File.ReadAllLines(Path.Combine(folder["tables"], "summary.csv"));
        int deviates = Array.IndexOf(summary[0].Split(','), "deviates");
        Assert.Equal(["total-", ""], summary[1..].Select(row => row.Split(',')[deviates]));
        // A later run reads what this one left.
        Assert.Equal(0, (await Command.Run("predict", Repository.SampleImage, "--out", folder["tables"])).ExitCode);
        string earlier = File.ReadLines(Path.Combine(folder["tables"], "summary.csv")).Single(row => row.Contains("stopped", StringComparison.Ordinal));
        Assert.Contains(",total-,", earlier, StringComparison.Ordinal);
    }

    private string Field() => SampleFields.SaveStack(folder["field.tif"], SampleFields.Frames(700, 260, Left, Right));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Func<double, double, bool> Near(double most) => (one, other) => Math.Abs(one - other) <= most;
}
