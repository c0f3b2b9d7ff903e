using System.Security.Cryptography;
using System.Text;
using Elegans.Files;

namespace Elegans.Training.Frames;

/// <summary>
/// A folder of frame files that can be made again: decoded movies and rendered sets. It is bounded: what was not used for
/// longest goes first, and what this process reads stays.
/// </summary>
/// <remarks>Several processes may share a folder: files are written beside their place and renamed, and an open file stays readable after it was
/// removed.</remarks>
public sealed class FrameCache
{
    private const string Extension = ".frames";
    private readonly string folder;
    private readonly HashSet<string> inUse = new(StringComparer.Ordinal);

    /// <summary>Opens a cache.</summary>
    /// <param name="folder">Its folder; made where it is missing.</param>
    /// <param name="maxBytes">How large its files may become together.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FrameCache(string folder, long maxBytes = DefaultMaxBytes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        this.folder = Path.GetFullPath(folder);
        MaxBytes = maxBytes;
        Directory.CreateDirectory(this.folder);
    }

    /// <summary>What a cache may hold unless given: 8 GiB.</summary>
    public const long DefaultMaxBytes = 8L << 30;

    /// <summary>How large its files may become together.</summary>
    public long MaxBytes { get; }

    /// <summary>Where the cache lies unless given: the user's folder for data that can be made again.</summary>
    public static string DefaultFolder { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? local
            : Path.GetTempPath(), "elegans", "frames");

    /// <summary>Gives the frames of a description: from the folder where they are there and whole, made anew where not.</summary>
    /// <param name="description">Everything the frames depend on. Equal descriptions have equal frames.</param>
    /// <param name="write">Writes the frames.</param>
    /// <exception cref="InputException">They are larger than the cache may become.</exception>
    internal FrameFile Open(string description, Action<FrameFileWriter> write)
    {
        string path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)))[..32] + Extension);
        _ = inUse.Add(path);
        if (FrameFile.TryOpen(path) is { } there)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return there;
        }

        OutputFile.WriteAt(path, aside =>
        {
            using var writer = new FrameFileWriter(aside, bytes => MakeRoomFor(bytes));
            write(writer);
            writer.Finish();
        });
        return FrameFile.TryOpen(path) ?? throw new InputException(path, "could not be read back after it was written; is the disk sound?");
    }

    /// <summary>Removes what was not used for longest until so many bytes fit.</summary>
    private void MakeRoomFor(long bytes)
    {
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension).Where(file => !file.Name.StartsWith('.'))];
        long left = files.Sum(file => file.Length) + bytes - MaxBytes;
        foreach (FileInfo file in files.Where(file => !inUse.Contains(file.FullName)).OrderBy(file => file.LastWriteTimeUtc))
        {
            if (left <= 0) return;
            left -= file.Length;
            file.Delete();
        }

        if (left > 0) throw new InputException(
            folder, $"may hold {MaxBytes >> 20} MB of frames, and the frames of this run need {(MaxBytes + left) >> 20} MB or more.", InputRemedy.CacheSize);
    }
}
