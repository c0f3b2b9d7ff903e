using System.Globalization;
using System.Text.RegularExpressions;

namespace Elegans.Imaging.Sequences;

/// <summary>The numbers in a picture's name, each with the letters that stand before it.</summary>
internal sealed partial class PictureNumbers
{
    /// <summary>Ten digits and more are dates and serial numbers, and are compared as well as counted with.</summary>
    private const int MaxDigits = 18;

    private PictureNumbers(string path, string pattern, long[] values, string[] labels, int folders) =>
        (Path, Pattern, Values, Labels, Folders) = (path, pattern, values, labels, folders);

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>The file's name without its folder.</summary>
    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The name in lower case with a # for each number: what pictures of one series share.</summary>
    internal string Pattern { get; }

    /// <summary>The numbers, from left to right.</summary>
    internal IReadOnlyList<long> Values { get; }

    /// <summary>The letters before each number, such as <c>t</c> in <c>embryo_t001</c>; empty where there are none.</summary>
    internal IReadOnlyList<string> Labels { get; }

    /// <summary>How many of the numbers stand in the name of its folder; 0 where that is no part of the name.</summary>
    internal int Folders { get; }

    /// <summary>Takes a name apart.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withFolder">Whether the name of its folder is a part of the name.</param>
    internal static PictureNumbers Of(string path, bool withFolder = false)
    {
        string name = NameOf(path, withFolder).ToLowerInvariant(), extension = System.IO.Path.GetExtension(name), stem = name[..^extension.Length];
        // The end .tiff is .tif, and .jpeg is .jpg: one series may have both only by accident, and its numbers tell.
        var values = new List<long>();
        int slash = stem.LastIndexOf('/'), folders = 0;
        var labels = new List<string>();
        string pattern = Number().Replace(stem, match =>
        {
            string digits = match.Groups["digits"].Value;
            if (digits.Length > MaxDigits) return match.Value;
            values.Add(long.Parse(digits, CultureInfo.InvariantCulture));
            if (match.Index < slash) folders++;
            labels.Add(match.Groups["letters"].Value);
            return $"{match.Groups["letters"].Value}{match.Groups["between"].Value}#";
        });
        // Micro-Manager writes img_<time>_<channel>_<slice>, without letters.
        if (values.Count >= 2 && MicroManager().IsMatch(pattern)) (labels[0], labels[^1]) = ("time", "z");
        return new PictureNumbers(path, $"{pattern}{extension}", [.. values], [.. labels], folders);
    }

    /// <summary>The same picture with one number in the place of several.</summary>
    internal PictureNumbers Joined(int first, int count, long value) => new(
        Path,
        Pattern,
        [.. Values.Take(first), value, .. Values.Skip(first + count)],
        [.. Labels.Take(first + 1), .. Labels.Skip(first + count)],
        Math.Min(Folders, first + 1));

    /// <summary>The same picture where what stands before a number is a minus.</summary>
    internal PictureNumbers Negative(int place, string pattern) =>
        new(Path, pattern, [.. Values.Select((value, at) => at == place ? -value : value)], [.. Labels], Folders);

    private static string NameOf(string path, bool withFolder) => withFolder
        ? $"{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path))}/{System.IO.Path.GetFileName(path)}" : System.IO.Path.GetFileName(path);

    [GeneratedRegex(@"(?<letters>(?<![a-z])[a-z]+)?(?<between>(?(letters)[_=-]?|))(?<digits>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^img_#_[^#]*[a-z][^#]*_#$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MicroManager();
}
