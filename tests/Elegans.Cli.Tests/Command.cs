using Elegans.Cli;

namespace Elegans.Cli.Tests;

/// <summary>Runs the command line inside the test.</summary>
internal static class Command
{
    public static async Task<(int ExitCode, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await ElegansProgram.RunAsync(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must fail: one line that says why, an exit code, and no output.</summary>
    public static async Task<string> Fails(int exitCode, params string[] args)
    {
        (int actual, string output, string error) = await Run(args);
        Assert.Equal(exitCode, actual);
        Assert.Empty(output);
        string line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("elegans: ", line, StringComparison.Ordinal);
        return line;
    }
}
