namespace Elegans.Server.Storage;

/// <summary>What each job takes on the disk, and whether more may be taken.</summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class DiskBudget
{
    /// <summary>Left free for the list of jobs and for results.</summary>
    private const long Spare = 4 << 20;
    private readonly Func<long> free;
    private readonly long? max;
    private readonly Lock changing = new();
    private readonly Dictionary<string, long> taken = new(StringComparer.Ordinal);
    private long used;

    /// <summary>Begins with nothing taken.</summary>
    /// <param name="max">Bytes that all jobs may take together; null for no bound.</param>
    /// <param name="free">Bytes free on the disk.</param>
    internal DiskBudget(long? max, Func<long> free) => (this.max, this.free) = (max, free);

    /// <summary>Bytes that all jobs take.</summary>
    internal long Used
    {
        get
        {
            lock (changing) return used;
        }
    }

    /// <summary>Bytes that can still be taken.</summary>
    internal long Room
    {
        get
        {
            lock (changing) return Math.Max(0, Math.Min(free() - Spare, (max ?? long.MaxValue) - used));
        }
    }

    /// <summary>Takes room for a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="bytes">How much more.</param>
    /// <returns>Why it cannot be had; null where it can.</returns>
    internal string? Take(string id, long bytes)
    {
        lock (changing)
        {
            if (max is { } bound && used + bytes > bound)
                return $"{ByteSize.Text(used)} of the {ByteSize.Text(bound)} that movies may take here are used; remove some first.";
            if (bytes > free() - Spare) return Full;
            Set(id, taken.GetValueOrDefault(id) + bytes);
            return null;
        }
    }

    /// <summary>What is said where the disk is full.</summary>
    internal const string Full = "There is no room left on the disk; remove movies first.";

    /// <summary>Sets what a job takes, as measured.</summary>
    /// <param name="id">The job.</param>
    /// <param name="folder">Its folder; where there is none, it takes nothing.</param>
    internal void Measure(string id, string folder)
    {
        long bytes = 0;
        try
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles()) bytes += file.Length;
        }
        catch (IOException)
        {
            // It was removed meanwhile, or is being removed.
        }

        lock (changing) Set(id, bytes);
    }

    private void Set(string id, long bytes)
    {
        used += bytes - taken.GetValueOrDefault(id);
        if (bytes == 0) taken.Remove(id);
        else taken[id] = bytes;
    }
}
