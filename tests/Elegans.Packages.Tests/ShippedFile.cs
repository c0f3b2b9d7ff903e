using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Elegans.Packages.Tests;

/// <summary>A file that a package or a published program holds, and what kind it is by its content.</summary>
/// <param name="Path">Where it is in there.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ShippedFile(string Path, byte[] Content)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether it is this project's own.</summary>
    public bool IsOurs => Name.EndsWith(".dll", StringComparison.Ordinal)
        && (Name == "Elegans.dll" || Name == "elegans-train.dll" || Name.StartsWith("Elegans.", StringComparison.Ordinal));

    /// <summary>Whether it is code: a library or program of .NET, Linux, Windows or macOS.</summary>
    public bool IsCode => IsLinux || IsWindows || IsMac;

    /// <summary>Whether it is native code of another system than Linux.</summary>
    public bool IsForeign => IsMac || (IsWindows && !IsManaged);

    private bool IsLinux => StartsWith([0x7f, (byte)'E', (byte)'L', (byte)'F']);

    private bool IsWindows => StartsWith([(byte)'M', (byte)'Z']);

    private bool IsMac => StartsWith([0xcf, 0xfa, 0xed, 0xfe]) || StartsWith([0xca, 0xfe, 0xba, 0xbe]);

    private bool IsManaged
    {
        get
        {
            using var reader = new PEReader(new MemoryStream(Content));
            return reader.HasMetadata;
        }
    }

    /// <summary>Every file of a package.</summary>
    public static IReadOnlyList<ShippedFile> OfPackage(string package)
    {
        using ZipArchive zip = ZipFile.OpenRead(package);
        return [.. zip.Entries.Where(entry => !entry.FullName.EndsWith('/')).Select(Read)];

        static ShippedFile Read(ZipArchiveEntry entry)
        {
            using Stream stream = entry.Open();
            // Of the half gigabyte of libtorch, the beginning is enough to know what it is.
            byte[] content = new byte[Math.Min(entry.Length, 16 << 20)];
            stream.ReadExactly(content);
            return new(entry.FullName, content);
        }
    }

    /// <summary>Every file below a folder.</summary>
    public static IReadOnlyList<ShippedFile> OfFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new ShippedFile(System.IO.Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))];

    /// <summary>Fonts, scripts and style sheets of others that are embedded in it.</summary>
    public IReadOnlyList<string> EmbeddedOfOthers()
    {
        using var image = new PEReader(new MemoryStream(Content));
        MetadataReader metadata = image.GetMetadataReader();
        return
        [
            .. metadata.ManifestResources.Select(handle => metadata.GetString(metadata.GetManifestResource(handle).Name))
                .Where(name => name.EndsWith(".ttf", StringComparison.Ordinal) || name.Contains("/lib/", StringComparison.Ordinal))
                .Where(name => !name.EndsWith(".txt", StringComparison.Ordinal))
                .Select(name => name.Split('/')[^1]),
        ];
    }

    private bool StartsWith(ReadOnlySpan<byte> start) => Content.AsSpan().StartsWith(start);
}
