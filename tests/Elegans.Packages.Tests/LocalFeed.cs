using System.Diagnostics;

namespace Elegans.Packages.Tests;

/// <summary>The repository's packages, packed once for all tests under a version that no cache knows.</summary>
public sealed class LocalFeed : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow.Ticks}";

    public string Path => folder["feed"];

    /// <summary>Every package, symbols excepted.</summary>
    public IReadOnlyList<string> Packages => [.. Directory.GetFiles(Path, "*.nupkg").Order(StringComparer.Ordinal)];

    /// <summary>The packages that hold the tools' programs.</summary>
    public IReadOnlyList<string> ToolPackages => [.. Packages.Where(package => package.Contains(".linux-x64.", StringComparison.Ordinal))];

    public async ValueTask InitializeAsync()
    {
        foreach (string project in new[] { "Elegans", "Elegans.Annotation", "Elegans.Simulation", "Elegans.Training", "Elegans.Cli", "Elegans.Trainer" })
            _ = await Run(Repository.Root, "dotnet", "pack", System.IO.Path.Combine("src", project), "-c", "Release", "-o", Path, VersionProperty);
    }

    /// <summary>Publishes the command line as somebody would who types nothing but that, and returns the folder.</summary>
    public async Task<string> Publish()
    {
        string published = folder["published"];
        if (!Directory.Exists(published))
        {
            string project = System.IO.Path.Combine("src", "Elegans.Cli");
            _ = await Run(Repository.Root, "dotnet", "publish", "-c", "Release", project, "-o", published, VersionProperty);
        }

        return published;
    }

    /// <summary>A folder of its own, away from the repository's settings, with the feed beside the usual package sources.</summary>
    public string Workplace(string name)
    {
        string place = Directory.CreateDirectory(folder[name]).FullName;
        File.WriteAllText(System.IO.Path.Combine(place, "nuget.config"),
            $"<configuration><packageSources><add key=\"elegans\" value=\"{Path}\" /></packageSources></configuration>");
        return place;
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> Run(string place, string program, params string[] arguments)
    {
        (int code, string output, string error) = await End(place, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{error}");
        return output;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> End(string place, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = place, UseShellExecute = false };
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        // Build servers that outlive the command would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        // What the tests installed stays nowhere: NuGet unpacked it into its own folder.
        foreach (string package in Directory.Exists(PackageFolder.Path) ? Directory.GetDirectories(PackageFolder.Path, "elegans*") : [])
        {
            string unpacked = System.IO.Path.Combine(package, Version);
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(package).Any()) Directory.Delete(package);
        }

        return ValueTask.CompletedTask;
    }

    private string VersionProperty => $"-p:MinVerVersionOverride={Version}";
}
