using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Elegans.Benchmarks.Prediction;

/// <summary>The command line as users get it: published, compiled ahead of time. Gone afterwards.</summary>
internal sealed class PublishedTool : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("elegans-published-");

    internal PublishedTool()
    {
        string project = Path.Combine(Repository.Root, "src", "Elegans.Cli");
        using Process publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder.FullName])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0) throw new InvalidOperationException($"The tool cannot be published: {output}");
    }

    internal string Program => Path.Combine(folder.FullName, "elegans");

    /// <summary>A place for what is measured with it.</summary>
    internal string Place(string name) => Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
