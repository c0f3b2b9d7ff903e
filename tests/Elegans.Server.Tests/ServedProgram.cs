using System.Diagnostics;
using System.Text;

namespace Elegans.Server.Tests;

/// <summary><c>elegans serve</c> as a process of its own, as a user starts it.</summary>
internal sealed class ServedProgram : IDisposable
{
    private readonly StringBuilder error = new();

    private ServedProgram(Process process) => Process = process;

    internal Process Process { get; }

    /// <summary>What it printed first: the address; null where it ended without.</summary>
    internal string? Page { get; private set; }

    /// <summary>What it wrote to standard error until it ended.</summary>
    internal string Error
    {
        get
        {
            Process.WaitForExit();
            return error.ToString();
        }
    }

    internal static Task<ServedProgram> Start(string folder, string[]? options = null, Dictionary<string, string>? environment = null) =>
        StartDefault(["--data", folder, .. options ?? ["--no-browser", "--port", "0"]], environment);

    /// <summary>Starts it on the folder that it takes by itself.</summary>
    internal static async Task<ServedProgram> StartDefault(string[] options, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Elegans.Cli"), ["serve", .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? []) start.Environment[name] = value;
        var program = new ServedProgram(Process.Start(start)!);
        program.Process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) program.error.Append(line.Data).Append('\n');
        };
        program.Process.BeginErrorReadLine();
        program.Page = await program.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return program;
    }

    /// <summary>Sends a signal.</summary>
    internal void Send(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{Process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }
}
