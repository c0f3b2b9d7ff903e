using System.Text.Json;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Cli;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Plots;

namespace Elegans.Cli.Tests;

public sealed class OtherCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Labels_counts_the_annotated_frames_only()
    {
        string track = folder.Write(
            "CDx.csv", NucleiTracks.Csv(NucleiTracks.Row("ABa", 1), NucleiTracks.Row("ABp", 1), NucleiTracks.Row("ABa", 3), NucleiTracks.Row("Nuc4", 3)));
        (int exitCode, string output, _) = await Command.Run("labels", track);
        Assert.Equal(0, exitCode);
        Assert.Equal("frame,A,E,M,P,C,D,Z,total\n0,2,0,0,0,0,0,0,2\n2,1,0,0,0,0,0,0,1\n", output);
    }

    [Fact]
    public async Task Labels_of_the_sample_are_the_ones_it_was_rendered_with()
    {
        (int exitCode, string output, _) = await Command.Run("labels", Repository.SampleNuclei);
        Assert.Equal(0, exitCode);
        Assert.Equal(File.ReadAllText(Repository.SampleLabels), output);
    }

    [Fact]
    public async Task A_broken_row_is_told_with_its_line()
    {
        string track = folder.Write("CDx.csv", NucleiTracks.Csv(NucleiTracks.Row("ABa", 1), "oops"));
        Assert.Contains("line 3", await Command.Fails(3, "labels", track, "--out", folder["t.csv"]), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["t.csv"]));
    }

    [Fact]
    public async Task Align_holds_for_the_sample_and_says_so_in_json()
    {
        (int exitCode, string output, _) = await Command.Run("align", Repository.SampleMovie, "--nuclei", Repository.SampleNuclei, "--json");
        Assert.Equal(0, exitCode);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("holds").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("offset").GetInt32());
    }

    [Fact]
    public async Task Align_says_how_the_movie_shows_the_track()
    {
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        NucleiTrackWriter.Write(folder["CDlarge.csv"], new NucleiTrack("large", track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus =>
            (time, nucleus with { X = 2 * nucleus.X, Y = 2 * (232 - nucleus.Y), Diameter = 2 * nucleus.Diameter })))));
        (int exitCode, string output, _) = await Command.Run("align", Repository.SampleMovie, "--nuclei", folder["CDlarge.csv"], "--json");
        Assert.Equal(0, exitCode);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("belongs", json.RootElement.GetProperty("outcome").GetString());
        JsonElement view = json.RootElement.GetProperty("view");
        Assert.Contains("half the size and mirrored top to bottom", json.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, true), (view.GetProperty("quarterTurns").GetInt32(), view.GetProperty("mirrored").GetBoolean()));
        Assert.InRange(view.GetProperty("scale").GetDouble(), 0.48, 0.52);
    }

    [Fact]
    public async Task Evaluate_points_to_align_where_a_shifted_track_fits_far_better_and_only_there()
    {
        string[] lines = await File.ReadAllLinesAsync(Repository.SampleLabels, TestContext.Current.CancellationToken);
        IEnumerable<string> shifted = lines.Skip(21).Select((line, frame) => $"{frame}{line[line.IndexOf(',', StringComparison.Ordinal)..]}");
        string late = folder.Write("late.csv", string.Join('\n', shifted.Prepend(lines[0])));
        (int exitCode, string output, string error) = await Command.Run("evaluate", late, "--nuclei", Repository.SampleNuclei);
        Assert.Equal(0, exitCode);
        Assert.Contains("total ", output, StringComparison.Ordinal);
        string advice = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("shifted by 20 frames the track fits far better", advice, StringComparison.Ordinal);
        Assert.Contains("--offset 21", error, StringComparison.Ordinal);
        Assert.Empty((await Command.Run("evaluate", late, "--nuclei", Repository.SampleNuclei, "--offset", "21")).Error);
        Assert.Empty((await Command.Run("evaluate", Repository.SampleLabels, "--nuclei", Repository.SampleNuclei)).Error);
    }

    [Fact]
    public async Task Evaluate_reads_tables_of_counts_that_a_spreadsheet_saved_and_tracks_of_every_kind_in_a_folder()
    {
        string text = await File.ReadAllTextAsync(Repository.SampleLabels, TestContext.Current.CancellationToken);
        System.Text.Encoding spreadsheets = System.Text.Encoding.Unicode;
        byte[] bytes = spreadsheets.GetBytes(text.Replace(',', '\t').Replace("\n", "\r\n", StringComparison.Ordinal));
        string saved = folder.Write("embryo.txt", [.. spreadsheets.GetPreamble(), .. bytes]);
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        Directory.CreateDirectory(folder["tracks/embryo/nuclei"]);
        foreach (TimePoint time in track.TimePoints)
        {
            IEnumerable<string> rows = track.NucleiAt(time).Select((nucleus, number) =>
                FormattableString.Invariant($"{number + 1}, 1, -1, 1, -1, {nucleus.X}, {nucleus.Y}, {nucleus.Z}, {nucleus.Diameter}, {nucleus.Cell}, 6476"));
            await File.WriteAllLinesAsync(folder[$"tracks/embryo/nuclei/t{time.Value:D3}-nuclei"], rows, TestContext.Current.CancellationToken);
        }

        (int exitCode, string output, _) = await Command.Run("evaluate", saved, "--nuclei", folder["tracks"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("0.0 %", output, StringComparison.Ordinal);
        Assert.Equal(text, (await Command.Run("labels", folder["tracks/embryo"])).Output);
    }

    [Fact]
    public async Task Align_refutes_the_track_of_another_embryo_with_exit_code_1()
    {
        await Command.Run("simulate", "--seed", "91", "--width", "320", "--frames", "150", "--out", folder["o.mp4"], "--track", folder["other.csv"]);
        (int exitCode, string output, _) = await Command.Run("align", Repository.SampleMovie, "--nuclei", folder["other.csv"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("does not belong", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_tells_the_errors_and_draws_both_curves()
    {
        (int exitCode, string output, _) = await Command.Run(
            "evaluate", Repository.SampleMovie, "--nuclei", Repository.SampleNuclei, "--plot", folder["p.svg"], "--json");
        Assert.Equal(0, exitCode);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(146, json.RootElement.GetProperty("frames").GetInt32());
        string svg = File.ReadAllText(folder["p.svg"]);
        Assert.Contains("annotated", svg, StringComparison.Ordinal);
        Assert.Contains("predicted", svg, StringComparison.Ordinal);
        // SVG has a line as it is and every dash as a piece of a filled path: AB is there solid, and dashed.
        string[] paths = svg.Split("<path");
        Assert.Contains(paths, path => path.StartsWith($" fill=\"none\" stroke=\"{Elegans.Plots.LineageColours.Of(Lineage.A)}\"", StringComparison.Ordinal));
        Assert.Contains(paths, path => path.StartsWith($" fill=\"{Elegans.Plots.LineageColours.Of(Lineage.A)}\"", StringComparison.Ordinal)
            && path.Count(letter => letter == 'M') > 20);
    }

    [Fact]
    public async Task Evaluate_judges_a_table_of_another_tool_as_it_is()
    {
        (int exitCode, string output, _) = await Command.Run("evaluate", Repository.SampleLabels, "--nuclei", Repository.SampleNuclei);
        Assert.Equal(0, exitCode);
        Assert.Contains("0.0 cells, 0.0 %", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_judges_many_movies_side_by_side_and_tells_what_it_could_not_judge()
    {
        string tracks = folder["tracks"], table = folder["all.svg"];
        Directory.CreateDirectory(tracks);
        foreach (string name in new[] { "one", "two" })
        {
            File.Copy(Repository.SampleLabels, folder[$"{name}.csv"]);
            File.Copy(Repository.SampleNuclei, Path.Combine(tracks, $"CD{name}.csv.gz"));
        }

        File.Copy(Repository.SampleLabels, folder["stranger.csv"]);
        (int exitCode, string output, string error) = await Command.Run(
            "evaluate", folder["one.csv"], folder["two.csv"], folder["stranger.csv"], "--nuclei", tracks, "--offset", "1", "--plot", table,
            "--scale", "Linear");
        Assert.Equal(6, exitCode);
        Assert.Contains("has no track named CDstranger.csv", error, StringComparison.Ordinal);
        Assert.Equal(["movie", "one.csv", "two.csv", "mean"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Contains("two.csv", File.ReadAllText(table), StringComparison.Ordinal);
        Assert.Contains("shows one movie", await Command.Fails(
            2, "evaluate", folder["one.csv"], folder["two.csv"], "--nuclei", tracks, "--gif", folder["all.gif"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_writes_a_movie_with_its_exact_counts_and_the_same_seed_the_same_one()
    {
        foreach (string copy in (string[])["a", "b"])
        {
            Assert.Equal(
                0, (await Command.Run("simulate", "--seed", "5", "--width", "160", "--frames", "20", "--out", folder[$"{copy}.mp4"], "--labels",
                folder[$"{copy}.csv"], "--track", folder[$"{copy}-n.csv"])).ExitCode);
        }

        Assert.Equal(File.ReadAllText(folder["a.csv"]), File.ReadAllText(folder["b.csv"]));
        Assert.Equal(File.ReadAllBytes(folder["a.mp4"]), File.ReadAllBytes(folder["b.mp4"]));
        Assert.Equal(21, File.ReadLines(folder["a.csv"]).Count());
        Assert.Equal(20, Elegans.Imaging.FrameSource.Open(folder["a.mp4"]).Frames().Count());
        (_, string labels, _) = await Command.Run("labels", folder["a-n.csv"]);
        Assert.Equal(File.ReadAllText(folder["a.csv"]), labels);
    }

    [Fact]
    public async Task Simulate_renders_a_track_pixel_for_pixel()
    {
        string movie = folder["again.mp4"];
        Assert.Equal(0, (await Command.Run("simulate", "--nuclei", Repository.SampleNuclei, "--seed", "2", "--out", movie, "--set", "Gamma=1")).ExitCode);
        Assert.Equal(0, (await Command.Run("align", movie, "--nuclei", Repository.SampleNuclei)).ExitCode);
    }

    [Fact]
    public async Task Simulate_refuses_what_it_does_not_know()
    {
        Assert.Contains("no property 'Blurr'", await Command.Fails(2, "simulate", "--out", folder["a.mp4"], "--set", "Blurr=1"), StringComparison.Ordinal);
        Assert.Contains("--width", await Command.Fails(2, "simulate", "--out", folder["a.mp4"], "--width", "0"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("labels")]
    [InlineData("align")]
    [InlineData("simulate")]
    [InlineData("appearance")]
    public async Task Help_teaches_by_example(params string[] command)
    {
        (int exitCode, string output, _) = await Command.Run([.. command, "--help"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("Example", output, StringComparison.Ordinal);
        if (command.Length == 0) Assert.Contains("Exit codes: 0 done", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_audit_writes_a_summary_a_table_and_a_figure()
    {
        string nuclei = Directory.CreateDirectory(folder["nuclei"]).FullName;
        File.Copy(Repository.SampleNuclei, Path.Combine(nuclei, "CDsample.csv.gz"));
        string table = folder.Write(
            "labels.csv", "filenames,A,E,M,P,C,D,Z\n" + string.Concat(
            NucleiTracks.Sample().Labels(FrameAlignment.Epic)
            .Select(label => $"frames/sample/{label.Frame.Value + 1}.jpg,{string.Join(',', FounderLineages.All.Select(lineage => label.Counts[lineage]))}\n")));
        (int exitCode, string output, _) = await Command.Run(
            "labels", "audit", table, "--nuclei", nuclei, "--out", folder["audit.csv"], "--plot", folder["audit.png"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("of 1 embryos", output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadLines(folder["audit.csv"]).Count());
        Assert.True(File.Exists(folder["audit.png"]));
        Assert.Contains("has no embryo other", await Command.Fails(
            3, "labels", "audit", table, "--nuclei", nuclei, "--embryo", "other", "--plot", folder["b.png"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_read_only_is_exit_code_5()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is such a folder.");
        await Command.Fails(5, "predict", Repository.SampleImage, "--out", "/proc/counts.csv");
    }

    [Fact]
    public async Task No_command_and_an_unknown_one_are_wrong_usage()
    {
        await Command.Fails(2);
        Assert.Contains("predickt", await Command.Fails(2, "predickt"), StringComparison.Ordinal);
    }
}
