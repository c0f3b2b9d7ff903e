using System.Text.RegularExpressions;

namespace Elegans.Server;

/// <summary>Takes the places that files have on this machine out of a text that visitors read. Of each path its last name is left.</summary>
internal static partial class PublicText
{
    /// <summary>Known places are taken out first: their names may hold spaces, where a path in a sentence would seem to end.</summary>
    private static readonly string[] Known =
    [
        .. new[]
            {
                AppContext.BaseDirectory, Path.GetTempPath(), Environment.CurrentDirectory,
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            }
            .Select(Path.TrimEndingDirectorySeparator).Where(place => place.Length > 1).OrderByDescending(place => place.Length),
    ];

    /// <summary>The text without places.</summary>
    /// <param name="text">The text.</param>
    internal static string Of(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal)) return text;
        // What is left is a path that begins anew, and is shortened below.
        foreach (string place in Known) text = text.Replace($"{place}{Path.DirectorySeparatorChar}", "/./", StringComparison.Ordinal);
        text = Quoted().Replace(text, path => $"{path.Value[0]}{Last(path.Value[1..^1])}{path.Value[^1]}");
        return Bare().Replace(text, path => Last(path.Value));
    }

    private static string Last(string path) => path.TrimEnd('/', '\\').Split('/', '\\')[^1] is { Length: > 0 } name ? name : "its folder";

    [GeneratedRegex("""['"](?:/|[A-Za-z]:[\\/]|\\\\)[^'"\r\n]*['"]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();

    // Not a fraction, not 'and/or', not the address of a site: what is before the first slash is no part of a name, and no second one follows.
    [GeneratedRegex("""file:/\S+|(?<![\w./\\-])(?!//)(?:/[^\s/'"<>|,;()]+(?:/[^\s/'":<>|,;()]*)+|[A-Za-z]:[\\/][^\s'"<>|,;()]*|\\\\[^\s'"<>|,;()]+)""",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bare();
}
