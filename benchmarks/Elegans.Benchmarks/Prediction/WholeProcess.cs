using System.Diagnostics;
using System.Globalization;

namespace Elegans.Benchmarks.Prediction;

/// <summary>A program from prompt to prompt: how long it took, and the most memory it held.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="Megabytes">Greatest resident memory, as the kernel keeps it (VmHWM).</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record WholeProcess(double Seconds, double Megabytes, string Output)
{
    /// <summary>Runs a program several times, and gives the quickest run.</summary>
    internal static WholeProcess Best(int rounds, int cores, string program, params string[] arguments)
    {
        WholeProcess[] runs = [.. Enumerable.Range(0, rounds).Select(_ => Run(cores, program, arguments))];
        return runs.MinBy(run => run.Seconds)!;
    }

    private static WholeProcess Run(int cores, string program, string[] arguments)
    {
        string[] words = cores < Environment.ProcessorCount ? ["taskset", "-c", $"0-{cores - 1}", program, .. arguments] : [program, .. arguments];
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        long kilobytes = 0;
        while (!process.WaitForExit(5)) kilobytes = Math.Max(kilobytes, MostMemory(process.Id));
        double seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}: {error.Result}");
        return new WholeProcess(seconds, kilobytes / 1024.0, output.Result);
    }

    private static long MostMemory(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }
}
