using System.Diagnostics;

namespace Elegans.Server.Tests;

/// <summary>What the guide has users type against a server that runs.</summary>
[Collection(nameof(HttpTests))]
public sealed class GuideTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_requests_of_the_guide_work_on_the_default_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/curl"), "The guide's requests are for curl, and its folder is that of Linux.");
        string guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "guide-analyst.md"), TestContext.Current.CancellationToken);
        string[] lines = guide.Split("```\n").Single(block => block.Contains("curl", StringComparison.Ordinal))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        File.Copy(Repository.SampleMovie, folder["embryo.mov"]);
        var home = new Dictionary<string, string> { ["HOME"] = folder.Path, ["XDG_DATA_HOME"] = "" };
        using ServedProgram served = await ServedProgram.StartDefault(["--no-browser", "--port", "0"], home);
        string port = $":{new Uri(served.Page!).Port}/";
        string posted = await Bash(lines[0], lines[1].Replace(":5177/", port, StringComparison.Ordinal));
        string id = posted.Split("\"id\":\"")[1].Split('"')[0];
        string[] asked = [.. lines[2..].Select(
            line => line.Replace(":5177/", port, StringComparison.Ordinal).Replace("/ID/", $"/{id}/", StringComparison.Ordinal))];
        Assert.Contains("\"state\":\"Done\"", await Bash(lines[0], asked[0]), StringComparison.Ordinal);
        Assert.Equal(147, (await Bash(lines[0], asked[1])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private async Task<string> Bash(params string[] lines)
    {
        var start = new ProcessStartInfo("bash", ["-ec", string.Join('\n', lines)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["HOME"] = folder.Path;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
