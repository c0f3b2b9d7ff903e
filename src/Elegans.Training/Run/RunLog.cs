using System.Globalization;
using Elegans.Files;

namespace Elegans.Training.Run;

/// <summary>What a run reported, line by line with its time, in a file that a resumed run goes on with.</summary>
public sealed class RunLog : IDisposable
{
    private readonly StreamWriter writer;
    private readonly TimeProvider time;
    private readonly Lock writing = new();

    /// <summary>Opens a log; what it holds already stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">What tells the time; the system's clock unless given.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public RunLog(string path, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(string line)
    {
        lock (writing) writer.Write(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z  {line}\n"));
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
