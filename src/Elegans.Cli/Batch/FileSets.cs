using Elegans.Files;
using Elegans.Imaging;
using Elegans.Imaging.Tiff;

namespace Elegans.Cli.Batch;

/// <summary>Files that are parts of one movie and name each other, as those of an OME-TIFF may.</summary>
internal static class FileSets
{
    private static readonly string[] Ends = [".ome.tif", ".ome.tiff", ".ome.tf2", ".ome.tf8", ".ome.btf"];

    /// <summary>The files without those that are read with an earlier one.</summary>
    /// <param name="files">Files of one folder, in order.</param>
    internal static IReadOnlyList<string> Firsts(IReadOnlyList<string> files)
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        var firsts = new List<string>();
        foreach (string file in files)
        {
            if (parts.Contains(Path.GetFullPath(file))) continue;
            firsts.Add(file);
            if (Ends.Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase))) parts.UnionWith(BesideOf(file));
        }

        return firsts;
    }

    private static IEnumerable<string> BesideOf(string file)
    {
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            TiffDecoder opened = TiffDecoder.Open(file, new ReadOptions { StackChannel = 1 });
            return [.. opened.Files.Select(name => Path.Combine(folder, name))];
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
        {
            // What is wrong with it is said when it is read.
            return [];
        }
    }
}
