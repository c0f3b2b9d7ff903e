using System.Diagnostics;
using Elegans.Cli;
using OpenCvSharp;

namespace Elegans.Cli.Tests;

/// <summary>One after the other: they start processes and look for them.</summary>
[Collection(Alone.Name)]
public sealed class PredictManyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_gets_a_table_for_each_input_and_a_row_with_its_reason_for_each_bad_one()
    {
        string inputs = Inputs(), output = folder["counts"];
        folder.Write(Path.Combine("inputs", "notes.txt"), "of the day");
        (int exitCode, _, string error) = await Command.Run("predict", inputs, "--out", output, "--quiet");
        Assert.Equal(6, exitCode);
        Assert.Contains("1 file(s) that are neither movies nor images", error, StringComparison.Ordinal);
        Assert.Equal(["frame-a.csv", "frame-b.csv", "summary.csv"], Files(output));
        string[] rows = File.ReadAllLines(Path.Combine(output, "summary.csv"));
        Assert.StartsWith("input,output,status,reason,frames,", rows[0], StringComparison.Ordinal);
        Assert.Contains(",failed,", rows[1], StringComparison.Ordinal);
        Assert.Contains("broken.png", rows[1], StringComparison.Ordinal);
        Assert.Contains(",frame-a.csv,done,,1,1,", rows[3], StringComparison.Ordinal);
        Assert.Equal(5, rows.Length);
        Assert.Contains("empty, quoted \"\".png\",", string.Join('\n', rows), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_many_is_the_table_of_one()
    {
        string output = folder["counts"], alone = folder["alone.csv"];
        File.Copy(Repository.SampleImage, folder["still.png"]);
        File.Copy(Repository.SampleMovie, folder["movie.mp4"]);
        Assert.Equal(0, (await Command.Run("predict", folder["still.png"], folder["movie.mp4"], "--out", output, "--quiet", "--intervals")).ExitCode);
        Assert.Equal(0, (await Command.Run("predict", folder["movie.mp4"], "--out", alone, "--quiet", "--intervals")).ExitCode);
        Assert.Equal(File.ReadAllBytes(alone), File.ReadAllBytes(Path.Combine(output, "movie.csv")));
    }

    [Fact]
    public async Task Run_again_it_does_what_is_new_changed_or_cut_off_and_nothing_else()
    {
        string inputs = Inputs(), output = folder["counts"], a = Path.Combine(output, "frame-a.csv"), b = Path.Combine(output, "frame-b.csv");
        await Command.Run("predict", inputs, "--out", output, "--quiet");
        var before = Content(output);
        DateTime untouched = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(a, untouched);
        File.Delete(b);
        File.WriteAllText(Path.Combine(output, $".{Guid.NewGuid():N}.csv"), "half a tab");
        await Command.Run("predict", inputs, "--out", output, "--quiet");
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(a));
        Assert.Equal(before, Content(output));

        await Command.Run("predict", inputs, "--out", output, "--quiet", "--intervals");
        Assert.NotEqual(untouched, File.GetLastWriteTimeUtc(a));
        Assert.Contains("A_low", File.ReadAllText(a), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_of_one_name_get_tables_of_different_names()
    {
        string output = folder["counts"];
        Directory.CreateDirectory(folder["other"]);
        foreach (string file in new[] { "one.png", "one.bmp", Path.Combine("other", "one.png") }) Cv2.ImWrite(folder[file], Cv2.ImRead(Repository.SampleImage));
        Assert.Equal(0, (await Command.Run("predict", folder["one.png"], folder["one.bmp"], folder["other"], "--out", output, "--quiet")).ExitCode);
        Assert.Equal(["one.bmp.csv", "one.png-2.csv", "one.png.csv", "summary.csv"], Files(output));
    }

    [Fact]
    public async Task A_pattern_stands_for_the_files_it_fits()
    {
        string output = folder["counts"], inputs = Inputs();
        Assert.Equal(0, (await Command.Run("predict", Path.Combine(inputs, "frame-?.png"), "--out", output, "--quiet")).ExitCode);
        Assert.Equal(["frame-a.csv", "frame-b.csv", "summary.csv"], Files(output));
        Assert.Contains("fits no file", await Command.Fails(3, "predict", Path.Combine(inputs, "x*.png"), "--out", output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_told_before_any_work()
    {
        string inputs = Inputs();
        Assert.Contains("give --out FOLDER", await Command.Fails(2, "predict", inputs), StringComparison.Ordinal);
        Assert.Contains(
            "are for one input", await Command.Fails(2, "predict", inputs, "--out", folder["counts"], "--plot", folder["a.png"]), StringComparison.Ordinal);
        Assert.Contains("is a file", await Command.Fails(2, "predict", inputs, "--out", Path.Combine(inputs, "frame-a.png")), StringComparison.Ordinal);
        Directory.CreateDirectory(folder["nothing"]);
        Assert.Contains(
            "holds no movie and no image", await Command.Fails(3, "predict", folder["nothing"], "--out", folder["counts"]), StringComparison.Ordinal);
        Assert.Contains("--patience", await Command.Fails(2, "predict", inputs, "--out", folder["counts"], "--patience", "0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_can_be_read_is_exit_code_3()
    {
        folder.Write("a.png", "no image");
        folder.Write("b.mov", "no movie");
        (int exitCode, _, string error) = await Command.Run("predict", folder["a.png"], folder["b.mov"], "--out", folder["counts"], "--quiet");
        Assert.Equal(3, exitCode);
        Assert.Equal(2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Killed_at_random_moments_and_run_again_it_ends_with_the_files_of_an_undisturbed_run()
    {
        string inputs = Inputs(), undisturbed = folder["undisturbed"], disturbed = folder["disturbed"];
        File.Copy(Repository.SampleMovie, Path.Combine(inputs, "movie.mp4"));
        using (Process whole = Start("predict", inputs, "--out", undisturbed, "--quiet")) await whole.WaitForExitAsync(TestContext.Current.CancellationToken);
        var random = new Random(4);
        int kills = int.Parse(Environment.GetEnvironmentVariable("ELEGANS_KILLS") ?? "6", System.Globalization.CultureInfo.InvariantCulture);
        var done = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        for (int kill = 0; kill < kills; kill++)
        {
            using Process run = Start("predict", inputs, "--out", disturbed, "--quiet");
            if (!run.WaitForExit(random.Next(100, 2500))) run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            foreach (string table in Tables(disturbed))
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed, table)), File.ReadAllBytes(Path.Combine(disturbed, table)));
                done.TryAdd(table, File.GetLastWriteTimeUtc(Path.Combine(disturbed, table)));
            }
        }

        using (Process last = Start("predict", inputs, "--out", disturbed, "--quiet")) await last.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Content(undisturbed), Content(disturbed));
        // What was there when a run was killed was not done a second time.
        Assert.All(done, table => Assert.Equal((table.Key, table.Value), (table.Key, File.GetLastWriteTimeUtc(Path.Combine(disturbed, table.Key)))));

        static string[] Tables(string output) => Directory.Exists(output) ? [.. Files(output).Where(name => name[0] != '.' && name != "summary.csv")] : [];
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Interrupted_it_ends_at_once_with_the_usual_code_and_leaves_nothing_half_written(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        if (signal == "INT") Signals.RequireInterrupts();
        string output = folder["one.csv"], long1 = folder["long.avi"];
        TestImages.SaveMovie(long1, Enumerable.Range(0, 3000).Select(number => TestImages.Disc(480, 320, 100 + (number % 100))));
        using Process run = Start("predict", long1, "--out", output, "--quiet");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.False(run.HasExited);
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{run.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.WaitForExit(5000), "It went on.");
        Assert.Equal(code, run.ExitCode);
        Assert.Equal(["long.avi"], Files(folder.Path));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing_half_written()
    {
        string disk = Directory.CreateDirectory(folder["disk"]).FullName;
        using (Process mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", disk])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!)
        {
            await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(mount.ExitCode == 0, "A small disk cannot be made here.");
        }

        try
        {
            string said = await Command.Fails(5, "predict", Repository.SampleMovie, "--out", Path.Combine(disk, "counts.csv"), "--intervals", "--quiet");
            Assert.Contains("space", said, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(Directory.GetFiles(disk));
            Assert.Equal(5, (await Command.Run("predict", Repository.SampleImage, "--out", Path.Combine(disk, "missing", "counts.csv"))).ExitCode);
        }
        finally
        {
            using Process unmount = Process.Start("umount", disk);
            await unmount.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_input_that_hangs_is_given_up_and_the_next_is_read()
    {
        (int exitCode, string error) = await Disturbed("STOP", "--patience", "4");
        Assert.Equal(6, exitCode);
        Assert.Contains("a-long.avi: no frame for 4 seconds", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decoder_that_crashes_costs_its_input_only()
    {
        (int exitCode, string error) = await Disturbed("SEGV");
        Assert.Equal(6, exitCode);
        Assert.Contains("a-long.avi: the decoder crashed (SIGSEGV, exit code 139)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_brings_nothing_is_given_up_and_the_next_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A named pipe is Unix's.");
        using (Process made = Process.Start("mkfifo", folder["a-pipe.png"])) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Copy(Repository.SampleImage, folder["b.png"]);
        (int exitCode, _, string error) = await Command.Run(
            "predict", folder["a-pipe.png"], folder["b.png"], "--out", folder["counts"], "--quiet", "--patience", "2");
        Assert.Equal(6, exitCode);
        Assert.Contains("a-pipe.png: brought nothing for 2 seconds", error, StringComparison.Ordinal);
        Assert.Equal(["b.csv", "summary.csv"], Files(folder["counts"]));
    }

    [Fact]
    public async Task What_earlier_runs_found_stays_in_the_summary()
    {
        string output = folder["counts"];
        foreach (string name in new[] { "a", "b", "c", "d" }) File.Copy(Repository.SampleImage, folder[$"{name}.png"]);
        Assert.Equal(0, (await Command.Run("predict", folder["a.png"], folder["b.png"], "--out", output, "--quiet")).ExitCode);
        Assert.Equal(0, (await Command.Run("predict", folder["c.png"], folder["d.png"], "--out", output, "--quiet")).ExitCode);
        Assert.Equal(["a.csv", "b.csv", "c.csv", "d.csv"], Outputs());
        (_, _, string again) = await Command.Run("predict", folder["a.png"], folder["b.png"], "--out", output);
        Assert.Contains("2 inputs: 0 done, 2 done before;", again, StringComparison.Ordinal);
        Assert.Equal(["c.csv", "d.csv", "a.csv", "b.csv"], Outputs());

        // A spreadsheet writes dates its own way; the rows stay, and are done again when they are asked for.
        string summary = Path.Combine(output, "summary.csv");
        File.WriteAllText(
            summary, string.Join(
            "\r\n", File.ReadAllLines(summary)
            .Select(line => System.Text.RegularExpressions.Regex.Replace(
            line, "20..-..-..T[^,]*", "25/11/2026", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)))));
        (_, _, string after) = await Command.Run("predict", folder["a.png"], folder["b.png"], "--out", output);
        Assert.Contains("2 inputs: 2 done;", after, StringComparison.Ordinal);
        Assert.Equal(["c.csv", "d.csv", "a.csv", "b.csv"], Outputs());

        string[] Outputs() => [.. File.ReadLines(Path.Combine(output, "summary.csv")).Skip(1).Select(line => line.Split(',')[1])];
    }

    [Fact]
    public async Task The_table_of_an_earlier_input_is_not_replaced_by_that_of_another_of_its_name()
    {
        string output = folder["counts"];
        foreach (string name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(folder[name]);
            File.Copy(Repository.SampleImage, Path.Combine(folder[name], "still.png"));
            Assert.Equal(0, (await Command.Run("predict", folder[name], "--out", output, "--quiet")).ExitCode);
        }

        Assert.Equal(["still-2.csv", "still.csv", "summary.csv"], Files(output));
        Assert.Contains("1 done before", (await Command.Run("predict", folder["two"], "--out", output)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_that_is_somebody_elses_is_not_replaced()
    {
        Directory.CreateDirectory(folder["counts"]);
        folder.Write(Path.Combine("counts", "summary.csv"), "name,cells\nmine,3\n");
        Assert.Contains("is no summary of predictions", await Command.Fails(
            2, "predict", Repository.SampleImage, Repository.SampleMovie, "--out", folder["counts"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_over_many_ends_with_what_came_of_each_and_of_all()
    {
        string inputs = Inputs(), output = folder["counts"];
        File.Copy(Repository.SampleMovie, Path.Combine(inputs, "movie.mp4"));
        (_, _, string error) = await Command.Run("predict", inputs, "--out", output);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"[3/5] frame-a.png: 1 frame, 1 counted, {Repository.SampleImageCells}; frame-a.csv", lines);
        Assert.Contains($"[5/5] movie.mp4: 146 frames, 146 counted, {Repository.SampleMovieCells}, 1.6 min a frame; movie.csv", lines);
        Assert.Equal($"5 inputs: 3 done, 2 failed; 148 frames, 148 counted; {Path.Combine(output, "summary.csv")}", lines[^1]);
        (_, _, error) = await Command.Run("predict", inputs, "--out", output);
        Assert.EndsWith(
            $"5 inputs: 0 done, 3 done before, 2 failed; 148 frames, 148 counted; {Path.Combine(output, "summary.csv")}\n", error, StringComparison.Ordinal);
    }

    /// <summary>Predicts a long movie and an image, and sends a signal to the worker while it reads the movie.</summary>
    private async Task<(int ExitCode, string Error)> Disturbed(string signal, params string[] more)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The worker is found in /proc.");
        string output = folder["counts"], movie = folder["a-long.avi"];
        TestImages.SaveMovie(movie, Enumerable.Range(0, 3000).Select(number => TestImages.Disc(480, 320, 100 + (number % 100))));
        File.Copy(Repository.SampleImage, folder["b.png"]);
        Task<(int ExitCode, string Output, string Error)> run = Command.Run(["predict", movie, folder["b.png"], "--out", output, "--quiet", .. more]);
        Process? worker = null;
        for (int attempt = 0; worker is null && attempt < 200; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            worker = Workers().FirstOrDefault();
        }

        Assert.NotNull(worker);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        // Of a signal that another process sends, .NET's handler may put the default one back and go on: the second one takes effect.
        for (int time = 0; time < 2; time++)
        {
            var send = new ProcessStartInfo("kill", [$"-{signal}", $"{worker.Id}"]) { RedirectStandardError = true, UseShellExecute = false };
            using (Process kill = Process.Start(send)!) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        (int exitCode, _, string error) = await run;
        Assert.Equal(["b.csv", "summary.csv"], Files(output));
        return (exitCode, error);
    }

    /// <summary>The workers of this process, by the system's own account.</summary>
    internal static IEnumerable<Process> Workers() => Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path))
        .Where(name => int.TryParse(name, out _))
        .Where(id => Read($"/proc/{id}/cmdline").Contains("worker", StringComparison.Ordinal)
            && Read($"/proc/{id}/stat").Split(") ").Last().Split(' ')[1] == $"{Environment.ProcessId}")
        .Select(id => Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static Process Start(params string[] args) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Elegans.Cli.exe" : "Elegans.Cli"), args)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;

    /// <summary>Two images and two files that are none.</summary>
    private string Inputs()
    {
        Directory.CreateDirectory(folder["inputs"]);
        foreach (string name in new[] { "frame-a.png", "frame-b.png" }) File.Copy(Repository.SampleImage, Path.Combine(folder["inputs"], name));
        folder.Write(Path.Combine("inputs", "broken.png"), "not an image");
        folder.Write(Path.Combine("inputs", "empty, quoted \".png"), "");
        return folder["inputs"];
    }

    private static string[] Files(string output) => [.. Directory.GetFiles(output).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Content(string output) => string.Join(
        '\n', Files(output).Select(name => $"{name}\n{File.ReadAllText(Path.Combine(output, name)).Replace(output, "", StringComparison.Ordinal)}"));
}
