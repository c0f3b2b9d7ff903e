using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Elegans.Fuzzing;

/// <summary>Gives spoilt files to a worker process and notes what is not refused as it should be: unhandled exceptions, crashes, hangs, memory.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static int Run(string[] args)
    {
        var inputs = new Option<int>("--inputs") { Description = "How many spoilt files.", DefaultValueFactory = _ => 50_000 };
        var seed = new Option<int>("--seed")
        {
            Description = "The first seed; a fault tells its own, and --inputs 1 shows it again.",
            DefaultValueFactory = _ => 1,
        };
        var command = new RootCommand(
            "Reads spoilt movies, images, tracks, tables and cards, and reports every one that is not read or refused as it should be.") { inputs, seed };
        command.SetAction(parsed => Fuzz(parsed.GetValue(seed), parsed.GetValue(inputs)));
        return command.Parse(args).Invoke();
    }

    private static int Fuzz(int first, int inputs)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("elegans-fuzzing-");
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int faults = 0;
        Process? worker = null;
        var clock = Stopwatch.StartNew();
        for (int seed = first; seed < first + inputs; seed++)
        {
            worker ??= Start(folder.FullName);
            string verdict = Ask(ref worker, seed);
            string kind = verdict.Contains("FAULT", StringComparison.Ordinal) ? "fault" : verdict;
            verdicts[kind] = verdicts.GetValueOrDefault(kind) + 1;
            if (kind == "fault")
            {
                faults++;
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {verdict}"));
            }

            if ((seed - first + 1) % 1000 == 0) Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{seed - first + 1} of {inputs}, {faults} faults, {clock.Elapsed:h\\:mm\\:ss}"));
        }

        End(worker);
        folder.Delete(recursive: true);
        foreach ((string verdict, int times) in verdicts) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times,7}  {verdict}"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs} spoilt files, {faults} faults"));
        return faults == 0 ? 0 : 1;
    }

    private static string Ask(ref Process? worker, int seed)
    {
        Process asked = worker!;
        asked.StandardInput.WriteLine(seed.ToString(CultureInfo.InvariantCulture));
        asked.StandardInput.Flush();
        Task<string?> answer = asked.StandardOutput.ReadLineAsync();
        if (answer.Wait(Patience) && answer.Result is { } verdict)
        {
            if (verdict.Contains("MB of memory", StringComparison.Ordinal))
            {
                End(asked);
                worker = null;
            }

            return verdict;
        }

        string fault = answer.IsCompleted ? "FAULT: the process crashed"
            : string.Create(CultureInfo.InvariantCulture, $"FAULT: no answer for {Patience.TotalSeconds:F0} seconds");
        End(asked);
        worker = null;
        return fault;
    }

    private static Process Start(string folder)
    {
        string library = Path.Combine(AppContext.BaseDirectory, "Elegans.Fuzzing.dll"),
            host = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null)!;
        return Process.Start(new ProcessStartInfo(host, ["--worker", folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static void End(Process? worker)
    {
        if (worker is null) return;
        if (!worker.HasExited) worker.Kill();
        worker.WaitForExit();
        worker.Dispose();
    }
}
