using Microsoft.Win32.SafeHandles;

namespace Elegans.Files;

/// <summary>
/// Writes outputs. A file is complete or absent: it is written beside its place, forced to the disk, then renamed; links are
/// followed, and a file that is replaced keeps its mode. What is no file (a pipe, a device, a descriptor such as /dev/fd/1)
/// gets the content as a stream.
/// </summary>
internal static class OutputFile
{
    private const int BrokenPipe = 32, StandardOutput = 1, StandardError = 2;

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Where to; a file that is there is replaced once the new one is whole.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full. Nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        OutputPlace place = OutputPlace.Of(path);
        if (place.IsStream) Stream(place, write);
        else
        {
            Replace(path, place, Path.GetExtension(path), aside =>
            {
                using FileStream stream = new(aside, FileMode.CreateNew, FileAccess.Write);
                write(stream);
                stream.Flush(flushToDisk: true);
            });
        }
    }

    /// <summary>Lets something that wants a file name write a file whole or not at all.</summary>
    /// <param name="path">Where to; a file that is there is replaced once the new one is whole.</param>
    /// <param name="write">Writes the file under the name it is given, which ends like <paramref name="path"/>.</param>
    /// <exception cref="IOException">The folder is missing or read-only, or the disk is full. Nothing is left behind.</exception>
    public static void WriteAt(string path, Action<string> write) => WriteAt(path, Path.GetExtension(path), write);

    /// <summary>Lets something that wants a file name write a file whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="extension">How the name ends that <paramref name="write"/> is given.</param>
    /// <param name="write">Writes the file under that name.</param>
    internal static void WriteAt(string path, string extension, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        OutputPlace place = OutputPlace.Of(path);
        if (!place.IsStream)
        {
            Replace(path, place, extension, aside =>
            {
                write(aside);
                using SafeFileHandle written = File.OpenHandle(aside, FileMode.Open, FileAccess.ReadWrite);
                RandomAccess.FlushToDisk(written);
            });
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("elegans-output-");
        try
        {
            string aside = Path.Combine(folder.FullName, $"output{extension}");
            write(aside);
            Stream(place, stream =>
            {
                using FileStream written = File.OpenRead(aside);
                written.CopyTo(stream);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Replace(string path, OutputPlace place, string extension, Action<string> write)
    {
        string whole = place.Path, folder = Path.GetDirectoryName(whole) ?? throw new IOException($"{path} is not the name of a file.");
        if (place.Kind == FileKind.Folder) throw new IOException($"{path} is a folder; name a file to write.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} does not exist; make it first or write elsewhere.");
        string aside = Path.Combine(folder, $".{Guid.NewGuid():N}{extension}");
        try
        {
            write(aside);
            if (place.Kind == FileKind.File && !OperatingSystem.IsWindows()) File.SetUnixFileMode(aside, File.GetUnixFileMode(whole));
            File.Move(aside, whole, overwrite: true);
        }
        catch (IOException exception) when (exception.Message.Contains(aside, StringComparison.Ordinal))
        {
            // A user knows the file, not the one that was written beside it.
            throw new IOException(
                $"{path} cannot be written: "
                + $"{exception.Message.Replace($" : '{aside}'", "", StringComparison.Ordinal).Replace(aside, path, StringComparison.Ordinal)}", exception);
        }
        catch (UnauthorizedAccessException exception) when (exception.Message.Contains(aside, StringComparison.Ordinal))
        {
            throw new UnauthorizedAccessException($"{path} cannot be written: nothing can be written into the folder {folder}.", exception);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Stream(OutputPlace place, Action<Stream> write)
    {
        try
        {
            using Stream stream = Open(place);
            write(stream);
            stream.Flush();
        }
        catch (IOException exception) when (!OperatingSystem.IsWindows() && exception.HResult == BrokenPipe)
        {
            // Whoever read it has had enough, as head has; that is no failure.
        }
    }

    private static Stream Open(OutputPlace place)
    {
        switch (place.Descriptor)
        {
            // These two write where the descriptor stands, also in the middle of a file that others write to as well.
            case StandardOutput: return new BufferedStream(Console.OpenStandardOutput());
            case StandardError: return new BufferedStream(Console.OpenStandardError());
            case { } descriptor:
                try
                {
                    return new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write);
                }
                catch (ArgumentException exception)
                {
                    throw new IOException($"{place.Path} cannot be written to: {exception.Message}", exception);
                }

            default: return new FileStream(place.Path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite });
        }
    }
}
