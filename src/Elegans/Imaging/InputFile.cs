namespace Elegans.Imaging;

/// <summary>Checks that hold for every input file before a decoder sees it.</summary>
internal static class InputFile
{
    internal static void RequireReadable(string path, InputLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw new InputException(path, "is a folder; name a file in it.");
        if (!File.Exists(path)) throw new InputException(path, "does not exist; check the name and the folder.");
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length == 0) throw new InputException(path, "is empty (0 bytes); copy it again from its source.");
            limits?.CheckBytes(path, stream.Length);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException(path, $"cannot be read: {exception.Message}", exception);
        }
    }
}
