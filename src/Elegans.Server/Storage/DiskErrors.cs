using Microsoft.Data.Sqlite;

namespace Elegans.Server.Storage;

/// <summary>What the operating system and SQLite call the conditions that are answered in words of our own.</summary>
internal static class DiskErrors
{
    /// <summary>ENOSPC and EDQUOT, as they are; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.</summary>
    private static readonly HashSet<int> Full = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>EAGAIN of Linux and of macOS; ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly HashSet<int> Locked = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Whether a disk, or this account's share of it, is full.</summary>
    internal static bool IsFull(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL,
        IOException io => Full.Contains(io.HResult) || (io.InnerException is { } inner && IsFull(inner)),
        _ => false,
    };

    /// <summary>Whether another process holds the lock on a file.</summary>
    internal static bool IsLocked(IOException exception) => Locked.Contains(exception.HResult);

    /// <summary>Whether a database is no database, or spoilt.</summary>
    internal static bool IsCorrupt(SqliteException exception) => exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;
}
