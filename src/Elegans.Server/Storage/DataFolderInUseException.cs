namespace Elegans.Server.Storage;

/// <summary>Another server uses the data folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="server">The server that uses it; null where that cannot be read.</param>
public sealed class DataFolderInUseException(string folder, AnnouncedServer? server)
    : DataFolderException($"'{folder}' is in use by another server; stop that one, or name another folder.")
{
    /// <summary>The server that uses the folder; null where that cannot be read.</summary>
    public AnnouncedServer? Server { get; } = server;
}
