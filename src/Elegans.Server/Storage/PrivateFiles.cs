using System.Runtime.InteropServices;

namespace Elegans.Server.Storage;

/// <summary>Keeps what is written from other accounts of the machine.</summary>
public static partial class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const uint GroupAndOthers = 0b_111_111;

    /// <summary>
    /// From now on, what this process and those that it starts write is for the owner only, whoever writes it: .NET, SQLite or a
    /// decoder. On Windows, folders of a user are closed to others already.
    /// </summary>
    public static void ByDefault()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) _ = SetCreationMask(GroupAndOthers);
    }

    /// <summary>Makes a folder that only the owner enters; one that is there is closed to others, if it is ours to close.</summary>
    /// <param name="path">The folder.</param>
    internal static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        try
        {
            if (File.GetUnixFileMode(path) != OwnerOnly) File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // Somebody else's folder, or a file system without modes: the folders inside are still ours.
        }
    }

    /// <summary>Writes a small file that only the owner reads.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        // Deleted first: a file keeps the mode it was made with.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetCreationMask(uint mask);
}
