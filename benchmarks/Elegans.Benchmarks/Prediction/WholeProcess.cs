using System.Diagnostics;
using System.Globalization;

namespace Elegans.Benchmarks.Prediction;

/// <summary>A program from prompt to prompt: how long it took, and the most memory it held.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="Megabytes">Greatest resident memory, as the kernel keeps it (VmHWM).</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record WholeProcess(double Seconds, double Megabytes, string Output)
{
    /// <summary>Runs programs several times, one after the other in turn, and gives each one's run of median length.</summary>
    /// <param name="rounds">How often each is run.</param>
    /// <param name="cores">How many processors they may use.</param>
    /// <param name="programs">Each program with its arguments.</param>
    internal static WholeProcess[] Medians(int rounds, int cores, params string[][] programs)
    {
        List<WholeProcess>[] runs = [.. programs.Select(_ => new List<WholeProcess>())];
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < programs.Length; i++) runs[i].Add(Run(cores, programs[i][0], programs[i][1..]));
        return [.. runs.Select(each => Rounds.Median(each, run => run.Seconds))];
    }

    /// <summary>Whether a program can be run and ends well.</summary>
    internal static bool Works(string program, params string[] arguments)
    {
        try
        {
            _ = Run(Environment.ProcessorCount, program, arguments);
            return true;
        }
        catch (Exception missing) when (missing is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static WholeProcess Run(int cores, string program, string[] arguments)
    {
        string[] words = cores < Environment.ProcessorCount ? ["taskset", "-c", $"0-{cores - 1}", program, .. arguments] : [program, .. arguments];
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        long kilobytes = 0;
        while (!process.WaitForExit(5)) kilobytes = Math.Max(kilobytes, MaxMemory(process.Id));
        double seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}: {error.Result}");
        return new WholeProcess(seconds, kilobytes / 1024.0, output.Result);
    }

    private static long MaxMemory(int id)
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
