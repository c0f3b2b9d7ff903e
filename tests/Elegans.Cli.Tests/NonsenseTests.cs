using System.CommandLine;
using Elegans.CommandLine;
using TypedCommand = System.CommandLine.Command;

namespace Elegans.Cli.Tests;

/// <summary>Whatever is typed, a run ends with one line and a documented exit code, and never with a stack trace.</summary>
public sealed class NonsenseTests : IDisposable
{
    private static readonly string[] Words = ["two", "1,5", "-1", "1e400", "1e18", "2147483648", "NaN", "Infinity", "0x10", "", " ", "1.5parsecs",
        "99999999999999999999", "'", "@nothing", "7", "\u00e4\u4e2d", "a\nb"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Commands() => [.. All(ElegansProgram.Root(), "").Select(each => each.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_option_of_every_command_given_nonsense_ends_in_one_line(string path)
    {
        TypedCommand command = All(ElegansProgram.Root(), "").Single(each => each.Path == path).Command;
        var faults = new List<string>();
        // A word after a switch is another input.
        foreach (Option option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)))
            foreach (string word in Words) await Try([.. Before(command, path, option), option.Name, word]);
        foreach (string word in Words.Where(_ => command.Arguments.Count > 0)) await Try([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), word]);
        Assert.Empty(faults);

        async Task Try(string[] args)
        {
            // A server that starts is not what is tried here: it would run for ever.
            if (path == "serve" && ProgramRun.Parse(ElegansProgram.Root(), args).Errors.Count == 0) return;
            (int exitCode, _, string error) = await Command.Run(args);
            string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            // Some words are usable values, and what comes after them is no matter here.
            if (exitCode is >= 0 and <= 6 && (exitCode == 0 || (lines.Length == 1 && !error.Contains("   at ", StringComparison.Ordinal)))) return;
            faults.Add($"{string.Join(' ', args)} -> {exitCode}: {error}");
        }
    }

    /// <summary>The command with everything that must be given, beside the option that is tried.</summary>
    private IEnumerable<string> Before(TypedCommand command, string path, Option tried)
    {
        foreach (string name in path.Split(' ', StringSplitOptions.RemoveEmptyEntries)) yield return name;
        foreach (Argument _ in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0)) yield return Path.Combine(
            folder.Path, "none", "embryo.mov");
        foreach (Option option in command.Options.Where(option => option.Required && option != tried))
        {
            yield return option.Name;
            yield return Path.Combine(folder.Path, "none", "given");
        }
    }

    private static IEnumerable<(string Path, TypedCommand Command)> All(TypedCommand command, string path)
    {
        yield return (path, command);
        foreach (TypedCommand each in command.Subcommands.Where(each => each.Name != Workers.Worker.Command))
            foreach ((string, TypedCommand) below in All(each, $"{path} {each.Name}".Trim())) yield return below;
    }

    [Theory]
    [InlineData("predict", "--interval", "1,5", "with a point")]
    [InlineData("predict", "--threads", "two", "whole number")]
    [InlineData("predict", "--stack-channel", "GFP", "whole number")]
    [InlineData("predict", "--patience", "soon", "length of time")]
    [InlineData("predict", "--most-pixels", "many", "whole number")]
    [InlineData("predict", "--channel", "7", "one of Auto")]
    [InlineData("serve", "--port", "abc", "whole number")]
    [InlineData("serve", "--port", "1,5", "without a comma")]
    public async Task A_value_that_cannot_be_read_is_wrong_usage_and_the_reason_is_said(string command, string option, string value, string reason)
    {
        (int exitCode, string output, string error) = await Shell.Run(
            folder.Path, $"\"$ELEGANS\" {command} {(command == "serve" ? "" : "\"$MOVIE\"")} {option} {value}");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(reason, Shell.OneLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_with_units_and_large_ones_are_taken()
    {
        (int exitCode, _, string error) = await Shell.Run(folder.Path,
            "\"$ELEGANS\" predict \"$IMAGE\" --interval 1.5min --most-pixels 1e9 --most-bytes 2G --most-frames 1e6 --most-seconds 2h --patience 1:30");
        Assert.True(exitCode == 0, error);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_one_line_and_its_details_are_in_a_log()
    {
        (int exitCode, _, string error) = await Fault(new InvalidOperationException("a bug\nof two lines"));
        Assert.Equal(Ending.Fault, exitCode);
        string line = Shell.OneLine(error);
        Assert.Contains("a fault of elegans itself", line, StringComparison.Ordinal);
        string log = line.Split("Details: ")[1].Trim();
        Assert.Contains(nameof(A_fault_of_the_program_is_one_line_and_its_details_are_in_a_log), File.ReadAllText(log), StringComparison.Ordinal);
        File.Delete(log);

        static async Task<(int ExitCode, string Output, string Error)> Fault(Exception exception)
        {
            using StringWriter output = new(), error = new();
            var root = new RootCommand();
            root.SetAction((_, _) => Thrown(exception));
            int code = await ProgramRun.Of("elegans", () => root, [], output, error, _ => null);
            return (code, output.ToString(), error.ToString());
        }

        static Task<int> Thrown(Exception exception) => throw exception;
    }

    [Fact]
    public async Task Where_no_log_can_be_written_the_fault_is_still_one_line()
    {
        string broken = Parts("libonnxruntime.so");
        (int exitCode, string output, string error) = await Shell.Run(
            folder.Path, "\"$BROKEN/Elegans.Cli\" predict \"$IMAGE\"", ("BROKEN", broken), ("HOME", "/proc/none"), ("XDG_STATE_HOME", "/proc/none"),
            ("TMPDIR", "/proc/none"));
        Assert.Equal((Ending.Fault, ""), (exitCode, output));
        Assert.DoesNotContain("Details", Shell.OneLine(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libonnxruntime.so")]
    [InlineData("libOpenCvSharpExtern.so")]
    [InlineData("NetVips.dll")]
    public async Task A_part_of_the_program_that_is_missing_is_named_in_one_line(string part)
    {
        string broken = Parts(part);
        (int exitCode, string output, string error) = await Shell.Run(
            folder.Path, "\"$BROKEN/Elegans.Cli\" predict \"$MOVIE\" --gif a.gif", ("BROKEN", broken), ("XDG_STATE_HOME", folder["state"]));
        Assert.Equal(Ending.Fault, exitCode);
        string line = Shell.OneLine(error);
        Assert.Contains("is missing or cannot be loaded", line, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileNameWithoutExtension(part).Replace("lib", "", StringComparison.Ordinal), line, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(folder["state"], line, StringComparison.Ordinal);
    }

    /// <summary>The program, its files linked, without one of them.</summary>
    private string Parts(string without)
    {
        string copy = folder[$"without-{without}"];
        // Another disk takes no hard links; there the files are copied.
        using (var linked = System.Diagnostics.Process.Start(
            "bash", ["-c", "cp -alT \"$0\" \"$1\" 2> /dev/null || cp -rT \"$0\" \"$1\"", AppContext.BaseDirectory, copy])) linked.WaitForExit();
        string[] parts = Directory.GetFiles(copy, without, SearchOption.AllDirectories);
        Assert.NotEmpty(parts);
        foreach (string part in parts) File.Delete(part);
        return copy;
    }

    [Theory]
    [InlineData("\"$ELEGANS\" predict \"$MOVIE\" --quiet | head -1", 0, "frame,")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out >(head -c 1 > one.txt); cat one.txt", 0, "")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet <&-", 0, "frame,")]
    [InlineData("\"$ELEGANS\" worker < /dev/null", 0, "")]
    public async Task A_reader_that_has_had_enough_and_a_closed_input_are_no_failures(string line, int code, string begin)
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, line);
        Assert.Equal((code, ""), (exitCode, error));
        Assert.StartsWith(begin, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet > /dev/full")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet --out /dev/full")]
    [InlineData("\"$ELEGANS\" predict \"$IMAGE\" --quiet >&-")]
    [InlineData("\"$ELEGANS\" labels \"$NUCLEI\" > /dev/full")]
    public async Task An_output_that_takes_nothing_is_said_in_one_line(string line)
    {
        (int exitCode, _, string error) = await Shell.Run(folder.Path, line);
        Assert.Equal(5, exitCode);
        _ = Shell.OneLine(error);
    }

    [Fact]
    public async Task Where_nobody_can_be_told_the_exit_code_still_says_it() =>
        Assert.Equal(3, (await Shell.Run(folder.Path, "\"$ELEGANS\" predict none.mov 2> /dev/full")).ExitCode);

    [Fact]
    public async Task Memory_that_does_not_suffice_has_an_exit_code_of_its_own()
    {
        string track = folder.Write("CDlarge.csv", NucleiTracks.Csv([.. Enumerable.Range(0, 400_000).Select(row => NucleiTracks.Row("ABa", 1 + row))]));
        (int exitCode, _, string error) = await Shell.Run(folder.Path, $"\"$ELEGANS\" labels {track}", ("DOTNET_GCHeapHardLimit", "0x1400000"));
        Assert.Equal(Ending.Memory, exitCode);
        Assert.Contains("not enough memory", Shell.OneLine(error), StringComparison.Ordinal);
    }
}
