using System.Diagnostics;
using System.Globalization;
using Elegans.Files;
using Elegans.Models;

namespace Elegans.Fuzzing;

/// <summary>Reads spoilt files in a process of its own: a seed for each line of standard input, a verdict for each on standard output.</summary>
internal static class FuzzWorker
{
    private const long MaxMemory = 1L << 30;

    internal static int Run(string folder)
    {
        IReadOnlyList<FuzzTarget> targets = FuzzTarget.All(Repository.Folder("samples"), Repository.Folder("models"), folder);
        while (Console.In.ReadLine() is { } line)
        {
            int seed = int.Parse(line, CultureInfo.InvariantCulture);
            FuzzTarget target = targets[seed % targets.Count];
            string path = Path.Combine(folder, $"spoilt{target.Extension}");
            File.WriteAllBytes(path, target.Spoil(new Random(seed)));
            Console.Out.WriteLine($"{target.Name}: {Verdict(target, path)}");
            Console.Out.Flush();
        }

        return 0;
    }

    private static string Verdict(FuzzTarget target, string path)
    {
        string verdict = "read";
        try
        {
            target.Read(path);
        }
        catch (Exception exception) when (exception is InputException or ModelPackageException)
        {
            verdict = exception.Message.Contains('\n', StringComparison.Ordinal)
                ? $"FAULT: a message of several lines: {exception.Message.ReplaceLineEndings(" | ")}" : "refused";
        }
        catch (Exception exception)
        {
            return $"FAULT: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")} at "
                + $"{exception.StackTrace?.Split('\n').FirstOrDefault(frame => frame.Contains("Elegans.", StringComparison.Ordinal))?.Trim()}";
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 > MaxMemory ? $"FAULT: {process.WorkingSet64 >> 20} MB of memory" : verdict;
    }
}
