namespace Elegans.Files;

/// <summary>What a path leads to, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing is there.</summary>
    None,

    /// <summary>A file that can be read again, replaced and renamed.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, with a name in the file system or behind a descriptor: what it brings is read once.</summary>
    Pipe,

    /// <summary>A device, such as a terminal or /dev/null.</summary>
    Device,

    /// <summary>A socket, or something else that is neither.</summary>
    Other,
}
