using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>Opens tables of annotations, plain or compressed with gzip.</summary>
public static class AnnotationFile
{
    /// <summary>The first bytes of a file, which show what it is, whatever its name; none where it is not there.</summary>
    internal static ReadOnlySpan<byte> Begin(string path)
    {
        if (FileKinds.Of(path) != FileKind.File) return [];
        using FileStream file = File.OpenRead(path);
        byte[] begin = new byte[16];
        return begin.AsSpan(0, file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false));
    }

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is expected there, for messages.</param>
    /// <exception cref="InputException">It is missing, empty, or a folder.</exception>
    public static Stream Open(string path, string what)
    {
        if (Directory.Exists(path)) throw new InputException(path, $"is a folder; name {what} in it.");
        InputFile.RequireFile(path);
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
