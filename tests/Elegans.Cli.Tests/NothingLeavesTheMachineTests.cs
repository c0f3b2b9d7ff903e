using System.Diagnostics;
using System.Text.RegularExpressions;
using Elegans.Workers;

namespace Elegans.Cli.Tests;

/// <summary>The program as a user has it: a home folder of its own, and none of the variables by which build machines are known.</summary>
public sealed class NothingLeavesTheMachineTests : IDisposable
{
    private const string Tracer = "/usr/bin/strace";

    /// <summary>ONNX Runtime, left to itself, looked up its collector ten seconds after the first prediction.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);

    /// <summary>What a program must be told of a machine to run at all; everything else is left out.</summary>
    private static readonly string[] Needed = ["PATH", "DOTNET_ROOT", "SystemRoot", "TEMP", "TMP"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string[]> Commands() => new(
        ["predict", Repository.SampleMovie, "--out", "counts.csv", "--plot", "curve.png", "--gif", "curve.gif"],
        ["predict", Repository.SampleImage],
        ["evaluate", Repository.SampleMovie, "--nuclei", Repository.SampleNuclei],
        ["simulate", "--frames", "2", "--out", "simulated.mp4"]);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_writes_nothing_into_the_home_folder(string[] command)
    {
        using Process process = Start(Program, command);
        await Ended(process);
        Assert.Empty(Home());
    }

    [Fact]
    public async Task A_process_that_lives_on_opens_no_connection_and_looks_nothing_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Tracer), $"{Tracer} is not here.");
        using Process worker = Start(Tracer, ["-f", "-e", "trace=socket,connect", "-o", folder["calls"], Program, Worker.Command]);
        await worker.StandardInput.WriteLineAsync(new PredictionJob(Repository.SampleImage, folder["counts.csv"]).ToLine());
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await Task.Delay(Kept, TestContext.Current.CancellationToken);
        worker.StandardInput.Close();
        await Ended(worker);
        string calls = await File.ReadAllTextAsync(folder["calls"], TestContext.Current.CancellationToken);
        Assert.Contains("exited with 0", calls, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("AF_INET|nscd", RegexOptions.None, TimeSpan.FromSeconds(10)), calls);
        Assert.True(File.Exists(folder["counts.csv"]), "The worker predicted nothing.");
        Assert.Empty(Home());
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Elegans.Cli.exe" : "Elegans.Cli");

    private string[] Home() => Directory.GetFileSystemEntries(folder["home"], "*", SearchOption.AllDirectories);

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Dictionary<string, string?> kept = start.Environment.Where(variable => Needed.Contains(variable.Key)).ToDictionary();
        start.Environment.Clear();
        foreach ((string name, string? value) in kept) start.Environment[name] = value;
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = start.Environment["LOCALAPPDATA"] = Directory.CreateDirectory(folder["home"]).FullName;
        return Process.Start(start)!;
    }

    private static async Task Ended(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _ = await output;
        Assert.True(process.ExitCode == 0, await error);
    }
}
