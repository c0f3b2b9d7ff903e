namespace Elegans.Files;

/// <summary>Checks that hold for every input file before a decoder sees it.</summary>
internal static class InputFile
{
    /// <summary>Refuses what cannot be read, or is empty.</summary>
    /// <returns>How many bytes there are.</returns>
    /// <exception cref="InputException">It is so.</exception>
    internal static long RequireReadable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        RequireFile(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length == 0) throw new InputException(path, "is empty (0 bytes); copy it again from its source.");
            return stream.Length;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Refuses what is no file: a decoder goes back and forth in it and opens it more than once, which no pipe allows.</summary>
    /// <exception cref="InputException">It is none.</exception>
    internal static void RequireFile(string path)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.File: return;
            case FileKind.Folder: throw new InputException(path, "is a folder; name a file in it.");
            case FileKind.Pipe: throw new InputException(path, "is a pipe, which can be read only once; write what it brings to a file first.");
            case FileKind.Device or FileKind.Other: throw new InputException(path, "is a device or a socket and no file; name a file.");
            default: throw new InputException(path, "does not exist; check the name and the folder.");
        }
    }
}
