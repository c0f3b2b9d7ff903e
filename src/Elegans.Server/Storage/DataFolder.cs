using System.Text.Json;
using Elegans.Server.Gates;
using Microsoft.Data.Sqlite;

namespace Elegans.Server.Storage;

/// <summary>
/// The folder in which one server keeps its movies. It belongs to Elegans by a lock file of its own, and to one server at a time
/// by the lock on that file, which the operating system takes back when the process ends, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "elegans-serve.lock", ServerName = "server.json", TokenName = "token", DatabaseName = "jobs.sqlite", JobsName = "jobs";

    /// <summary>What file systems and file managers put into folders by themselves.</summary>
    private static readonly string[] Ignored = ["lost+found", ".DS_Store", "desktop.ini"];
    private readonly FileStream owned;

    private DataFolder(string path, FileStream owned) => (Path, this.owned) = (path, owned);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The list of jobs.</summary>
    internal string Database => In(DatabaseName);

    /// <summary>Where each job has its folder.</summary>
    internal string Jobs => In(JobsName);

    /// <summary>Bytes that this account can still write on the disk.</summary>
    internal long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Opens a data folder, and makes it where there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DataFolderInUseException">Another server has it.</exception>
    /// <exception cref="DataFolderException">It holds something else, or cannot be made or written.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path)) throw new DataFolderException("The data folder has no name; name an empty or a new folder.");
        try
        {
            string whole = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
            if (File.Exists(whole)) throw new DataFolderException($"'{whole}' is not a folder; name an empty or a new folder.");
            if (Directory.Exists(whole) && HoldsOnlyOtherThings(whole))
                throw new DataFolderException(
                    $"'{whole}' holds other files, which are left alone; name an empty or a new folder, such as '{System.IO.Path.Combine(whole, "elegans")}'.");
            PrivateFiles.MakeFolder(whole);
            var folder = new DataFolder(whole, Lock(whole));
            PrivateFiles.MakeFolder(folder.Jobs);
            // Whoever wrote this is gone: otherwise the lock would be his.
            File.Delete(folder.In(ServerName));
            return folder;
        }
        catch (Exception exception) when (
            exception is (IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException) and not DataFolderException)
        {
            throw new DataFolderException(
                $"'{path}' cannot be used to keep movies: {exception.Message.TrimEnd('.')}. Name a folder that can be written.", exception);
        }
    }

    /// <summary>The token that this folder's server asks for where it was given none: drawn once, and kept for the owner to read.</summary>
    /// <returns>The token.</returns>
    public string ReadOrMakeToken()
    {
        string file = In(TokenName);
        try
        {
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } kept && AccessToken.Refusal(kept) is null) return kept;
            string made = AccessToken.Make();
            PrivateFiles.Write(file, System.Text.Encoding.ASCII.GetBytes($"{made}\n"));
            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk: this time it is only printed.
            return AccessToken.Make();
        }
    }

    /// <summary>Writes down where the server is reached, for one that is started on the same folder.</summary>
    /// <param name="server">The server.</param>
    internal void Announce(AnnouncedServer server)
    {
        try
        {
            PrivateFiles.Write(In(ServerName), JsonSerializer.SerializeToUtf8Bytes(server));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk: the next one says that the folder is in use, and no more.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (owned.CanWrite) File.Delete(In(ServerName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is deleted by whoever comes next.
        }

        owned.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (DiskErrors.IsLocked(exception))
        {
            throw new DataFolderInUseException(folder, Announced(System.IO.Path.Combine(folder, ServerName)));
        }
    }

    /// <summary>Whoever holds the lock may be about to write down where it is reached.</summary>
    private static AnnouncedServer? Announced(string file)
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            try
            {
                return JsonSerializer.Deserialize<AnnouncedServer>(File.ReadAllBytes(file));
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                Thread.Sleep(100);
            }
        }

        return null;
    }

    /// <summary>A folder that was in use before there were lock files is known by its list of jobs.</summary>
    private static bool HoldsOnlyOtherThings(string folder)
    {
        IEnumerable<string> names = Directory.EnumerateFileSystemEntries(folder).Select(entry => System.IO.Path.GetFileName(entry));
        string[] entries = [.. names.Except(Ignored, StringComparer.OrdinalIgnoreCase)];
        return entries.Length > 0 && !entries.Contains(LockName, StringComparer.Ordinal) && !IsJobList(System.IO.Path.Combine(folder, DatabaseName));
    }

    private static bool IsJobList(string database)
    {
        if (!File.Exists(database)) return false;
        try
        {
            using var open = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            open.Open();
            using SqliteCommand look = open.CreateCommand();
            look.CommandText = "SELECT count(*) FROM pragma_table_info('job') WHERE name IN ('id', 'content')";
            return look.ExecuteScalar() is 2L;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
