namespace Elegans.Annotation;

/// <summary>Opens tables of annotations, plain or compressed with gzip.</summary>
public static class AnnotationFile
{
    /// <summary>Whether a file is a zip, whatever its name.</summary>
    internal static bool BeginsAsZip(string path)
    {
        if (!File.Exists(path)) return false;
        using FileStream file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[2];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && AceTreeArchive.IsArchive(begin);
    }

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is expected there, for messages.</param>
    /// <exception cref="InputException">It is missing, empty, or a folder.</exception>
    public static Stream Open(string path, string what)
    {
        if (Directory.Exists(path)) throw new InputException(path, $"is a folder; name {what} in it.");
        if (!File.Exists(path)) throw new InputException(path, "does not exist; check the name and the folder.");
        FileStream file = File.OpenRead(path);
        int first = file.ReadByte(), second = file.ReadByte();
        file.Position = 0;
        if (first < 0)
        {
            file.Dispose();
            throw new InputException(path, "is empty (0 bytes); copy it again from its source.");
        }

        return first == 0x1f && second == 0x8b ? new WholeGzip(file) : file;
    }
}
