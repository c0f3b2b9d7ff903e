using Elegans.Files;

namespace Elegans.Imaging.Sequences;

/// <summary>The pictures that a folder, a pattern or a list stands for.</summary>
internal static class SequenceFiles
{
    private static readonly HashSet<string> Extensions = new(
        StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".pgm", ".ppm", ".pnm" };

    /// <summary>Whether a file's name is a picture's.</summary>
    internal static bool IsPicture(string file) => Extensions.Contains(Path.GetExtension(file));

    /// <summary>Whether a text is a pattern and no file of that name.</summary>
    internal static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?") >= 0 && !Path.Exists(path);

    /// <summary>The pictures, and how many other files lie beside them. Hidden files are nobody's.</summary>
    /// <param name="path">The folder, or a pattern of file names.</param>
    /// <param name="listed">The files, where they are named one by one.</param>
    /// <exception cref="InputException">There is none.</exception>
    internal static (IReadOnlyList<string> Pictures, int Others) Of(string path, IReadOnlyList<string>? listed)
    {
        string[] files = listed is null ? Find(path) : [.. listed.DistinctBy(Path.GetFullPath)];
        string[] pictures = listed is null && !IsPattern(path) ? [.. files.Where(IsPicture)] : files;
        foreach (string picture in pictures.Where(_ => listed is not null)) InputFile.RequireFile(picture);
        pictures = [.. pictures.Where(picture => FileKinds.Of(picture) == FileKind.File)];
        if (pictures.Length == 0) throw new InputException(path, IsPattern(path) ? "fits no file." : "holds no pictures (PNG, JPEG, BMP, GIF, WebP, TIFF).");
        return (pictures, files.Length - pictures.Length);
    }

    private static string[] Find(string path)
    {
        bool isPattern = IsPattern(path);
        string folder = !isPattern ? path : Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        if (isPattern && IsPattern(folder)) return InFolders(path, folder);
        if (!isPattern && File.Exists(path)) return [path];
        if (!Directory.Exists(folder)) throw new InputException(path, "does not exist; check the name and the folder.");
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, isPattern ? Path.GetFileName(path) : "*").Where(IsShown)];
            if (isPattern || files.Any(IsPicture)) return files;
            // A folder for each time point.
            return [.. files, .. Directory.EnumerateDirectories(folder).Where(IsShown).SelectMany(Directory.EnumerateFiles).Where(IsShown)];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The files of a pattern such as <c>embryo/*/img.tif</c>.</summary>
    private static string[] InFolders(string path, string folder)
    {
        string parent = Path.GetDirectoryName(folder) is { Length: > 0 } named ? named : ".";
        if (IsPattern(parent)) throw new InputException(path, "has patterns in more than one folder's name; name one folder.");
        if (!Directory.Exists(parent)) throw new InputException(path, "does not exist; check the name and the folder.");
        return [.. Directory.EnumerateDirectories(parent, Path.GetFileName(folder)).Where(IsShown)
            .SelectMany(found => Directory.EnumerateFiles(found, Path.GetFileName(path))).Where(IsShown)];
    }

    private static bool IsShown(string file) => Path.GetFileName(file)[0] != '.';
}
