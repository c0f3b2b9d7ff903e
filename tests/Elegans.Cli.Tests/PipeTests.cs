using System.Diagnostics;

namespace Elegans.Cli.Tests;

/// <summary>Inputs and outputs that are no files.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly (string, string)[] temporary;

    public PipeTests()
    {
        Directory.CreateDirectory(folder["tmp"]);
        temporary = [("TMPDIR", folder["tmp"])];
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"$ELEGANS\" predict <(cat \"$MOVIE\")")]
    [InlineData("cat \"$MOVIE\" | \"$ELEGANS\" predict /dev/stdin")]
    [InlineData("cat \"$MOVIE\" | \"$ELEGANS\" predict -")]
    [InlineData("\"$ELEGANS\" predict - < \"$MOVIE\"")]
    [InlineData("mkfifo f.x && (cat \"$MOVIE\" > f.x &) && \"$ELEGANS\" predict f.x")]
    public async Task A_pipe_is_read_as_the_file_that_comes_through_it(string line)
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, line, temporary);
        Assert.Equal((0, $"146 frames, 146 counted, {Repository.SampleMovieCells}, 1.6 min a frame\n"), (exitCode, error));
        Assert.Equal((await Command.Run("predict", Repository.SampleMovie, "--quiet")).Output, output);
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    [Theory]
    [InlineData("\"$ELEGANS\" labels <(zcat \"$NUCLEI\")", "frame,A,E,M")]
    [InlineData("\"$ELEGANS\" labels - < \"$NUCLEI\"", "frame,A,E,M")]
    [InlineData("\"$ELEGANS\" evaluate \"$MOVIE\" --nuclei <(zcat \"$NUCLEI\")", "embryo.mp4 against")]
    [InlineData("\"$ELEGANS\" evaluate <(\"$ELEGANS\" labels \"$NUCLEI\") --nuclei \"$NUCLEI\"", "mean error in cells   A 0.00")]
    [InlineData("\"$ELEGANS\" align <(cat \"$MOVIE\") --nuclei <(cat \"$NUCLEI\")", "The track belongs to the movie")]
    [InlineData("\"$ELEGANS\" appearance <(cat \"$MOVIE\") --nuclei - < \"$NUCLEI\"", "cells: ")]
    [InlineData("\"$ELEGANS\" simulate --nuclei <(zcat \"$NUCLEI\") --frames 3 --out a.mp4 --labels /dev/stdout", "frame,A,E,M")]
    [InlineData("cat \"$IMAGE\" | \"$ELEGANS\" predict - --json --quiet", "\"input\": \"-\"")]
    public async Task Every_input_may_be_a_pipe(string line, string begin)
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, line, temporary);
        Assert.True(exitCode == 0, error);
        Assert.Contains(begin, output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    [Theory]
    [InlineData("mkfifo f.mp4; \"$ELEGANS\" predict f.mp4 --patience 1.5", "f.mp4: brought nothing for 1.5 seconds")]
    [InlineData("mkfifo f.csv; \"$ELEGANS\" labels f.csv --patience 1s", "f.csv: brought nothing for 1 seconds")]
    [InlineData("(echo begun; sleep 9) | \"$ELEGANS\" predict - --patience 1s", "-: brought nothing for 1 seconds after 6 bytes")]
    [InlineData("\"$ELEGANS\" predict - < /dev/null", "-: is empty")]
    [InlineData("\"$ELEGANS\" predict <(head -c 300000 \"$MOVIE\")", "/dev/fd/63: is cut off")]
    [InlineData("head -c 9000 /dev/zero | \"$ELEGANS\" predict - --most-bytes 5K", "-: brings more than 5120 bytes")]
    [InlineData("(while sleep 0.2 && echo more 2>/dev/null; do :; done) | \"$ELEGANS\" predict - --most-seconds 1", "-: took more than 1 seconds")]
    [InlineData("\"$ELEGANS\" predict /dev/zero", "is a device")]
    [InlineData("\"$ELEGANS\" labels /dev/zero", "is a device")]
    public async Task A_pipe_that_brings_nothing_usable_ends_in_one_line_under_its_own_name(string line, string said)
    {
        var clock = Stopwatch.StartNew();
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, line, temporary);
        Assert.Equal((3, ""), (exitCode, output));
        Assert.StartsWith($"elegans: {(said.StartsWith("is a device", StringComparison.Ordinal) ? "/dev/zero: " : "")}{said}", Shell.OneLine(error),
            StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It waited.");
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task What_was_received_is_gone_after_a_signal(string signal)
    {
        if (signal == "INT") Signals.RequireInterrupts();
        (_, _, string error) = await Shell.Run(
            folder.Path, $"mkfifo f; (cat \"$MOVIE\"; sleep 20) > f & env --default-signal=INT \"$ELEGANS\" predict f & run=$!; sleep 2; ls "
            + $"$TMPDIR/elegans-received-*/content; kill -{signal} $run; wait $run; kill %1", temporary);
        Assert.DoesNotContain("No such file", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"], "elegans-received-*"));
    }

    [Fact]
    public async Task What_a_killed_run_received_is_removed_by_the_next_one_and_what_another_still_reads_is_not()
    {
        await Shell.Run(
            folder.Path, "mkfifo f; (cat \"$MOVIE\"; sleep 20) > f & \"$ELEGANS\" predict f & run=$!; sleep 2; kill -KILL $run; wait $run; kill %1", temporary);
        string left = Assert.Single(Directory.GetDirectories(folder["tmp"], "elegans-received-*"));
        (_, string output, _) = await Shell.Run(
            folder.Path, "mkfifo g; (cat \"$IMAGE\"; sleep 3) > g & \"$ELEGANS\" predict g --quiet & sleep 1.5; cat \"$IMAGE\" | \"$ELEGANS\" predict - "
            + "--quiet; wait %2", temporary);
        Assert.False(Directory.Exists(left));
        Assert.Equal(4, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Of_many_inputs_pipes_that_are_named_are_read_and_those_in_a_folder_are_left_alone()
    {
        (int exitCode, _, string error) = await Shell.Run(
            folder.Path, "mkdir in; cp \"$IMAGE\" in/a.png; mkfifo in/b.png; \"$ELEGANS\" predict in <(cat \"$IMAGE\") - --out out < \"$IMAGE\"", temporary);
        Assert.True(exitCode == 0, error);
        Assert.Contains("in: 1 file(s) that are neither", error, StringComparison.Ordinal);
        Assert.EndsWith("3 inputs: 3 done; 3 frames, 3 counted; out/summary.csv\n", error, StringComparison.Ordinal);
        Assert.Equal(["63.csv", "a.csv", "stdin.csv", "summary.csv"], Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    [Theory]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/fd/1")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/stdout | cat")]
    [InlineData("{ \"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/stdout; } > t; cat t")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out >(cat > t); for i in $(seq 50); do [ -s t ] && break; sleep 0.1; done; cat t")]
    [InlineData("mkfifo f; cat f > t & \"$ELEGANS\" predict \"$IMAGE\" --quiet --out f; wait; [ -p f ] && cat t")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/fd/7 7> t; cat t")]
    [InlineData("ln -s later.csv l; \"$ELEGANS\" predict \"$IMAGE\" --quiet --out l; [ -L l ] && cat later.csv")]
    public async Task An_output_goes_where_its_name_leads(string line)
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, line);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal((await Command.Run("predict", Repository.SampleImage, "--quiet")).Output, output);
    }

    [Fact]
    public async Task A_descriptor_is_written_where_it_stands()
    {
        (_, string output, _) = await Shell.Run(
            folder.Path, "{ echo before; \"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/stdout; echo after; } > t; cat t");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("before", "after", 4), (lines[0], lines[^1], lines.Length));
    }

    [Fact]
    public async Task A_device_stays_a_device()
    {
        (int exitCode, _, string error) = await Shell.Run(
            folder.Path, "\"$ELEGANS\" predict \"$MOVIE\" --out /dev/null --plot /dev/null --gif /dev/null --quiet && \"$ELEGANS\" simulate --frames 3 "
            + "--width 64 --out /dev/null && [ -c /dev/null ]");
        Assert.True(exitCode == 0, error);
    }

    [Fact]
    public async Task A_movie_can_be_written_into_a_pipe()
    {
        (int exitCode, string output, string error) = await Shell.Run(
            folder.Path, "\"$ELEGANS\" simulate --frames 5 --width 64 --out /dev/stdout | \"$ELEGANS\" predict - --quiet", temporary);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(6, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    [Fact]
    public async Task A_link_to_the_input_is_the_input()
    {
        (int exitCode, _, string error) = await Shell.Run(folder.Path,
            "cp \"$IMAGE\" a.png; ln -s a.png l; \"$ELEGANS\" predict a.png --out l; \"$ELEGANS\" predict l --out a.png; cmp a.png \"$IMAGE\" && exit 9");
        Assert.Equal(9, exitCode);
        Assert.Equal(2, error.Split("is the input itself").Length - 1);
    }
}
