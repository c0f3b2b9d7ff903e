using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Elegans.Server.Jobs;

/// <summary>The jobs and their results, kept in SQLite and in a folder for each until they are removed.</summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class JobStore
{
    private const string DatabaseName = "jobs.sqlite", FoldersName = "jobs";
    private readonly string connection, folders;
    private readonly int mostJobs;
    private readonly Lock changing = new();
    private readonly Dictionary<string, MovieJob> jobs = new(StringComparer.Ordinal);

    /// <summary>Opens the store, and makes it where there is none.</summary>
    /// <param name="options">Where it is, and how many jobs it keeps.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public JobStore(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        mostJobs = options.MostJobs;
        folders = Directory.CreateDirectory(Path.Combine(options.DataFolder, FoldersName)).FullName;
        connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.DataFolder, DatabaseName) }.ToString();
        _ = Execute("CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, content TEXT NOT NULL)");
        using SqliteConnection open = Open();
        using SqliteCommand all = open.CreateCommand();
        all.CommandText = "SELECT content FROM job";
        using SqliteDataReader rows = all.ExecuteReader();
        while (rows.Read())
        {
            MovieJob job = JsonSerializer.Deserialize<MovieJob>(rows.GetString(0))!;
            jobs[job.Id] = job;
        }

        // What was being uploaded or removed when the program ended has a folder and no row.
        foreach (string folder in Directory.EnumerateDirectories(folders))
            if (!jobs.ContainsKey(Path.GetFileName(folder))) Directory.Delete(folder, recursive: true);
    }

    /// <summary>All jobs, the oldest first.</summary>
    public IReadOnlyList<MovieJob> All
    {
        get
        {
            lock (changing) return [.. jobs.Values.OrderBy(job => job.Added)];
        }
    }

    /// <summary>One job; null where there is none.</summary>
    /// <param name="id">Which.</param>
    public MovieJob? Find(string id)
    {
        lock (changing) return jobs.GetValueOrDefault(id);
    }

    /// <summary>The files of a job.</summary>
    /// <param name="job">The job.</param>
    public JobFolder FolderOf(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobFolder(Path.Combine(folders, job.Id));
    }

    /// <summary>Begins a job: its folder is there, and it counts once it is kept.</summary>
    /// <param name="name">What its owner calls it.</param>
    /// <returns>Null where no more jobs are taken.</returns>
    public MovieJob? Begin(string name)
    {
        lock (changing)
            if (jobs.Count >= mostJobs) return null;
        var job = new MovieJob(RandomNumberGenerator.GetHexString(32, lowercase: true), name, 0, DateTimeOffset.UtcNow);
        Directory.CreateDirectory(FolderOf(job).Path);
        return job;
    }

    /// <summary>Gives up a job that was begun and never kept.</summary>
    /// <param name="job">The job.</param>
    public void Abandon(MovieJob job) => Directory.Delete(FolderOf(job).Path, recursive: true);

    /// <summary>Keeps a job as it is now.</summary>
    /// <param name="job">The job.</param>
    public void Keep(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (changing)
        {
            _ = Execute("INSERT INTO job (id, content) VALUES ($id, $content) ON CONFLICT (id) DO UPDATE SET content = $content", ("$id", job.Id), ("$content", JsonSerializer.Serialize(job)));
            jobs[job.Id] = job;
        }
    }

    /// <summary>Changes a job, and keeps it where that is worth a write.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">What becomes of it.</param>
    /// <returns>The job as it is now; null where it was removed.</returns>
    public MovieJob? Change(string id, Func<MovieJob, MovieJob> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (changing)
        {
            if (!jobs.TryGetValue(id, out MovieJob? before)) return null;
            MovieJob after = change(before);
            // Progress is not worth a write: a program that was ended reads the movie again.
            if (after.State != before.State || after.Compared != before.Compared) Keep(after);
            else jobs[id] = after;
            return after;
        }
    }

    /// <summary>Removes a job with its files.</summary>
    /// <param name="job">The job.</param>
    public void Remove(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (changing)
        {
            _ = Execute("DELETE FROM job WHERE id = $id", ("$id", job.Id));
            jobs.Remove(job.Id);
        }

        string folder = FolderOf(job).Path;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private SqliteConnection Open()
    {
        var open = new SqliteConnection(connection);
        open.Open();
        return open;
    }

    private int Execute(string statement, params ReadOnlySpan<(string Name, string Value)> values)
    {
        using SqliteConnection open = Open();
        using SqliteCommand command = open.CreateCommand();
#pragma warning disable CA2100 // Every statement is written in this file; what comes from outside is a parameter.
        command.CommandText = statement;
#pragma warning restore CA2100
        foreach ((string name, string value) in values) command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
}
