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

    private static string? Packed(ReadOnlySpan<byte> begin) => begin switch
    {
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => "xz",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzip2",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "Zstandard",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "7-Zip",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "RAR",
        _ => null,
    };

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is expected there, for messages.</param>
    /// <exception cref="InputException">It is missing, empty, or a folder.</exception>
    public static Stream Open(string path, string what)
    {
        if (Directory.Exists(path)) throw new InputException(path, $"is a folder; name {what} in it.");
        InputFile.RequireFile(path);
        FileStream file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[6];
        begin = begin[..file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        string? refused = begin.IsEmpty ? "is empty (0 bytes); copy it again from its source." : Packed(begin) is { } packing
            ? $"is compressed with {packing}; "
            + "unpack it first, or compress it with gzip." : null;
        if (refused is not null)
        {
            file.Dispose();
            throw new InputException(path, refused);
        }

        return begin.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? new WholeGzip(file) : file;
    }
}
