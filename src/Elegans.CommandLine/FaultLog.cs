using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Elegans.CommandLine;

/// <summary>
/// Where the details of a fault are kept: the user's folder for states of programs (XDG_STATE_HOME, ~/.local/state), or else
/// the folder for temporary files. Nothing leaves the machine.
/// </summary>
public static class FaultLog
{
    private const int MaxFiles = 20;
    private const string Pattern = "fault-*.log";

    /// <summary>Keeps the details of a fault. Never throws.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="details">What is known: no data of movies, no secrets.</param>
    /// <returns>The file; null where none can be written.</returns>
    public static string? Write(string program, string details) =>
        Folders().Select(folder => TryWrite(folder, program, details)).FirstOrDefault(file => file is not null);

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathFullyQualified(state)) yield return Path.Combine(
            state, "elegans");
        else if (OperatingSystem.IsWindows()) yield return Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "elegans", "faults");
        else if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home && Directory.Exists(home)) yield return Path.Combine(
            home, ".local", "state", "elegans");
        yield return Path.GetTempPath();
    }

    private static string? TryWrite(string folder, string program, string details)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string name = string.Create(
                CultureInfo.InvariantCulture, $"fault-{DateTime.UtcNow:yyyyMMdd'T'HHmmss}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..4]}.log"),
                path = Path.Combine(folder, name);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var writer = new StreamWriter(path, options))
            {
                writer.WriteLine($"{program} {typeof(FaultLog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
                writer.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
                writer.WriteLine(details);
            }

            foreach (string old in Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).SkipLast(MaxFiles)) File.Delete(old);
            return path;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A log that cannot be written must not hide what it was to say.
            return null;
        }
    }
}
