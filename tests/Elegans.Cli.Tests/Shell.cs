using System.Diagnostics;

namespace Elegans.Cli.Tests;

/// <summary>Runs the program itself as people do, from a shell: pipes, redirections and signals are the shell's. The program is <c>$ELEGANS</c>.</summary>
internal static class Shell
{
    internal static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Elegans.Cli");

    /// <summary>Runs a line of bash in a folder.</summary>
    internal static async Task<(int ExitCode, string Output, string Error)> Run(string folder, string line, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and devices are Unix's.");
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ELEGANS"] = Program;
        start.Environment["MOVIE"] = Repository.SampleMovie;
        start.Environment["IMAGE"] = Repository.SampleImage;
        start.Environment["NUCLEI"] = Repository.SampleNuclei;
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync(), error = shell.StandardError.ReadToEndAsync();
        try
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            shell.Kill(entireProcessTree: true);
            throw;
        }

        return (shell.ExitCode, await output, await error);
    }

    /// <summary>The one line of standard error, which is no stack trace.</summary>
    internal static string OneLine(string error)
    {
        string line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("elegans: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        return line;
    }
}
