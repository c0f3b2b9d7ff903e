using System.Diagnostics;

namespace Elegans.Packages.Tests;

/// <summary>The repository's packages, packed once for all tests under a version that no cache knows.</summary>
public sealed class LocalFeed : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow.Ticks}";

    public string Path => folder["feed"];

    public async ValueTask InitializeAsync()
    {
        foreach (string project in new[] { "Elegans", "Elegans.Annotation", "Elegans.Cli" })
            _ = await Run(Repository.Root, "dotnet", "pack", System.IO.Path.Combine("src", project), "-c", "Release", "-o", Path, $"-p:MinVerVersionOverride={Version}");
    }

    /// <summary>A folder of its own, away from the repository's settings, with the feed beside the usual package sources.</summary>
    public string Workplace(string name)
    {
        string place = Directory.CreateDirectory(folder[name]).FullName;
        File.WriteAllText(System.IO.Path.Combine(place, "nuget.config"), $"<configuration><packageSources><add key=\"elegans\" value=\"{Path}\" /></packageSources></configuration>");
        return place;
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> Run(string place, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = place, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
