using System.Diagnostics;

namespace Elegans.Server.Tests;

/// <summary>A small disk in memory, to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private int fillings;

    private SmallDisk(string path) => Path = path;

    internal string Path { get; }

    /// <summary>Mounts a disk; the test is skipped, and says so, where that is not allowed.</summary>
    internal static SmallDisk Mount(string path, string size, bool isReadOnly = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Mounting a small disk takes Linux and root.");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size}{(isReadOnly ? ",ro" : "")}", "tmpfs", path) == 0,
            "A small disk cannot be mounted here.");
        return new SmallDisk(path);
    }

    /// <summary>Writes until nothing more can be written.</summary>
    internal void Fill()
    {
        using var file = new FileStream(
            System.IO.Path.Combine(Path, $"filling-{fillings++}"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    internal void Empty()
    {
        foreach (string file in Directory.GetFiles(Path, "filling-*")) File.Delete(file);
    }

    // Lazily: a pool of SQLite may still hold its file.
    public void Dispose() => _ = Run("umount", "-l", Path);

    private static int Run(string program, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
