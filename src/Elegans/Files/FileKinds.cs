using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Elegans.Files;

/// <summary>Finds out what a path leads to without opening it: to open a pipe can wait for ever, to open a device can do something.</summary>
internal static partial class FileKinds
{
    /// <summary>Where Linux's struct statx, the same on every processor, has the mode; and how long it is.</summary>
    private const int ModeAt = 28, LengthOfStatx = 256;
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;

    /// <summary>What a path leads to, links followed.</summary>
    internal static FileKind Of(string path)
    {
        if (OperatingSystem.IsLinux() && Mode(path) is { } mode)
        {
            // The types of inode(7).
            return (mode & 0xF000) switch
            {
                0x8000 => FileKind.File,
                0x4000 => FileKind.Folder,
                0x1000 => FileKind.Pipe,
                0x2000 or 0x6000 => FileKind.Device,
                0 => FileKind.None,
                _ => FileKind.Other
            };
        }

        if (Directory.Exists(path)) return FileKind.Folder;
        if (!File.Exists(path)) return FileKind.None;
        return !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) ? FileKind.Device : FileKind.File;
    }

    /// <summary>The mode; 0 where nothing is there; null where the system has no such call.</summary>
    private static ushort? Mode(string path)
    {
        Span<byte> found = stackalloc byte[LengthOfStatx];
        try
        {
            return Statx(CurrentFolder, path, 0, TypeOnly, ref MemoryMarshal.GetReference(found)) == 0
                ? BinaryPrimitives.ReadUInt16LittleEndian(found[ModeAt..]) : (ushort)0;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte found);
}
