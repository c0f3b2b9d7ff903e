using System.Security.Cryptography;
using Elegans.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Jobs;

/// <summary>
/// The jobs and their results, kept in a list and in a folder for each until they are removed. Where the disk is full, jobs are
/// known and changed all the same, and written down as soon as there is room.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed partial class JobStore : IDisposable
{
    private readonly JobList list;
    private readonly string folders;
    private readonly ServerOptions options;
    private readonly DataFolder data;
    private readonly ILogger<JobStore> log;
    private readonly DiskBudget budget;
    private readonly Lock changing = new();
    private readonly Dictionary<string, MovieJob> jobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal), unwritten = new(StringComparer.Ordinal);

    /// <summary>Opens the store, and makes it where there is none.</summary>
    /// <param name="data">Where it is.</param>
    /// <param name="options">How much it keeps.</param>
    /// <param name="log">Where it is said that the disk is full.</param>
    /// <exception cref="DataFolderException">The list is damaged, or cannot be written.</exception>
    public JobStore(DataFolder data, ServerOptions options, ILogger<JobStore> log)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        (this.data, this.options, this.log, folders) = (data, options, log, data.Jobs);
        budget = new DiskBudget(options.MaxDiskBytes, () => data.FreeBytes);
        list = new JobList(data.Database);
        foreach (MovieJob job in list.Rows)
        {
            // A folder that is not there was removed when the disk was too full to say so in the list, or lies on a disk that is away.
            if (!FolderOf(job).Exists) continue;
            jobs[job.Id] = job;
            Settle(job);
        }

        foreach (string path in Directory.EnumerateDirectories(folders))
        {
            var folder = new JobFolder(path);
            if (jobs.ContainsKey(Path.GetFileName(path))) continue;
            // What was being uploaded or removed when the program ended. Whatever else lies here is not ours to delete.
            if (folder.IsUnfinished) _ = folder.Delete();
            else if (folder.Read() is { } found) Found(found);
        }
    }

    /// <summary>All jobs, the oldest first.</summary>
    public IReadOnlyList<MovieJob> All
    {
        get
        {
            lock (changing) return [.. jobs.Values.OrderBy(job => job.Added)];
        }
    }

    /// <summary>How much is kept.</summary>
    public StorageUse Use
    {
        get
        {
            lock (changing)
            {
                long room = Math.Min(options.MaxUploadBytes, budget.Room);
                return new StorageUse(jobs.Count, options.MaxJobs, budget.Used, options.MaxDiskBytes, data.FreeBytes, room, options.KeepFor?.TotalDays);
            }
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

    /// <summary>Begins a job: its folder is there, and it counts once it is added.</summary>
    /// <param name="name">What its owner calls it.</param>
    /// <returns>Null where no more jobs are taken.</returns>
    /// <exception cref="IOException">The disk is full.</exception>
    public MovieJob? Begin(string name)
    {
        var job = new MovieJob(RandomNumberGenerator.GetHexString(32, lowercase: true), name, 0, DateTimeOffset.UtcNow);
        lock (changing)
        {
            if (jobs.Count + begun.Count >= options.MaxJobs) return null;
            begun.Add(job.Id);
        }

        try
        {
            FolderOf(job).Make();
            return job;
        }
        catch
        {
            Abandon(job);
            throw;
        }
    }

    /// <summary>Takes room on the disk for a job, before it is written.</summary>
    /// <param name="job">The job.</param>
    /// <param name="bytes">How much more.</param>
    /// <returns>Why there is none; null where there is.</returns>
    public string? Take(MovieJob job, long bytes)
    {
        ArgumentNullException.ThrowIfNull(job);
        return budget.Take(job.Id, bytes);
    }

    /// <summary>Counts what a job takes on the disk now.</summary>
    /// <param name="job">The job.</param>
    public void Measure(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        budget.Measure(job.Id, FolderOf(job).Path);
    }

    /// <summary>Gives up a job that was begun and never added.</summary>
    /// <param name="job">The job.</param>
    public void Abandon(MovieJob job)
    {
        if (!FolderOf(job).Delete()) CannotDelete(log, job.Id);
        Measure(job);
        lock (changing) begun.Remove(job.Id);
    }

    /// <summary>Adds a job that was begun. It is in the list from then on, or not at all.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobFolder folder = FolderOf(job);
        folder.Write(job);
        lock (changing)
        {
            try
            {
                list.Write(job);
            }
            catch (SqliteException exception)
            {
                throw new IOException(exception.Message, exception);
            }

            jobs[job.Id] = job;
            begun.Remove(job.Id);
        }

        folder.Finish();
        Measure(job);
    }

    /// <summary>Changes a job, and writes it down where that is worth a write.</summary>
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
            jobs[id] = after;
            // Progress is not worth a write: a program that was ended reads the movie again.
            bool hasNews = after.State != before.State || after.Compared != before.Compared;
            if (hasNews || after.Tracks != before.Tracks || after.TrackProblem != before.TrackProblem) Write(id);
            return after;
        }
    }

    /// <summary>Removes a job with its files: these first, because a list on a full disk cannot be changed.</summary>
    /// <param name="job">The job.</param>
    public void Remove(MovieJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (changing)
        {
            jobs.Remove(job.Id);
            unwritten.Remove(job.Id);
        }

        if (!FolderOf(job).Delete()) CannotDelete(log, job.Id);
        Measure(job);
        lock (changing)
        {
            try
            {
                list.Delete(job.Id);
            }
            catch (SqliteException exception)
            {
                // The row stays, and counts for nothing without its folder.
                CannotWrite(log, exception.Message);
            }

            WriteWhatWaits();
        }
    }

    /// <summary>Writes down what could not be written yet.</summary>
    public void Dispose()
    {
        lock (changing) WriteWhatWaits();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of movies cannot be written: {Reason} It is tried again.")]
    private static partial void CannotWrite(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of job {Id} cannot be deleted now; it is when the server is started next.")]
    private static partial void CannotDelete(ILogger log, string id);

    /// <summary>What an earlier version, or a program that was ended, left undone.</summary>
    private void Settle(MovieJob job)
    {
        JobFolder folder = FolderOf(job);
        try
        {
            folder.Finish();
            if (!folder.HasRecord) folder.Write(job);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CannotWrite(log, exception.Message);
        }

        Measure(job);
    }

    /// <summary>A movie that the list does not know, because the list is new: it is read again.</summary>
    private void Found(MovieJob job)
    {
        jobs[job.Id] = job;
        Measure(job);
        lock (changing) Write(job.Id);
    }

    private void Write(string id)
    {
        bool isFirst = unwritten.Count == 0;
        unwritten.Add(id);
        WriteWhatWaits(isFirst);
    }

    private void WriteWhatWaits(bool complains = true)
    {
        try
        {
            foreach (string id in unwritten.ToArray())
            {
                if (jobs.TryGetValue(id, out MovieJob? job)) list.Write(job);
                unwritten.Remove(id);
            }
        }
        catch (SqliteException exception)
        {
            // Said once, not for every change.
            if (complains) CannotWrite(log, exception.Message);
        }
    }
}
