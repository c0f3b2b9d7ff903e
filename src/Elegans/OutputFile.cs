namespace Elegans;

/// <summary>Writes output files so that each is complete or absent: beside its place first, then renamed.</summary>
public static class OutputFile
{
    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Where to; a file that is there is replaced once the new one is whole.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full. Nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        WriteAt(path, aside =>
        {
            using FileStream stream = new(aside, FileMode.CreateNew, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
        });
    }

    /// <summary>Lets something that wants a file name write a file whole or not at all.</summary>
    /// <param name="path">Where to; a file that is there is replaced once the new one is whole.</param>
    /// <param name="write">Writes the file under the name it is given, which ends like <paramref name="path"/>.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full. Nothing is left behind.</exception>
    public static void WriteAt(string path, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        string whole = Path.GetFullPath(path), folder = Path.GetDirectoryName(whole) ?? throw new IOException($"{path} is not the name of a file.");
        if (Directory.Exists(whole)) throw new IOException($"{path} is a folder; name a file to write.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} does not exist; make it first or write elsewhere.");
        string aside = Path.Combine(folder, $".{Guid.NewGuid():N}{Path.GetExtension(path)}");
        try
        {
            write(aside);
            File.Move(aside, whole, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
