namespace Elegans.Imaging.Sources;

/// <summary>What an input is recognised by: its first bytes, its name, and whether it is a folder.</summary>
internal sealed class InputSignature
{
    private const int Length = 4096;
    private readonly byte[] begin;

    private InputSignature(string path, bool isFolder, byte[] begin)
    {
        (Path, IsFolder) = (path, isFolder);
        this.begin = begin;
    }

    /// <summary>The file or folder.</summary>
    internal string Path { get; }

    /// <summary>Whether it is a folder; it has no first bytes then.</summary>
    internal bool IsFolder { get; }

    /// <summary>The end of its name in lower case, with the dot; empty where there is none.</summary>
    internal string Extension => System.IO.Path.GetExtension(Path).ToLowerInvariant();

    /// <summary>The first bytes, as many as there are up to 4096.</summary>
    internal ReadOnlySpan<byte> Begin => begin;

    /// <summary>Reads the first bytes of a file; of a folder nothing.</summary>
    internal static InputSignature Of(string path)
    {
        if (Directory.Exists(path)) return new InputSignature(path, isFolder: true, []);
        using FileStream stream = File.OpenRead(path);
        byte[] bytes = new byte[Length];
        int read = stream.ReadAtLeast(bytes, Length, throwOnEndOfStream: false);
        return new InputSignature(path, isFolder: false, bytes[..read]);
    }

    /// <summary>Whether certain bytes stand at a certain place.</summary>
    internal bool Has(ReadOnlySpan<byte> bytes, int at = 0) => begin.Length >= at + bytes.Length && begin.AsSpan(at, bytes.Length).SequenceEqual(bytes);
}
