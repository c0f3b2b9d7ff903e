using System.Text.RegularExpressions;

namespace Elegans.Packages.Tests;

/// <summary>One component of THIRD-PARTY-NOTICES.md.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Packages">The NuGet packages it comes in, with their versions.</param>
/// <param name="Licence">What its licence line says.</param>
/// <param name="Copyright">What its copyright line says.</param>
/// <param name="Source">Where its source is.</param>
/// <param name="Files">The files it ships as.</param>
internal sealed partial record ThirdPartyNotices(
    string Name, IReadOnlyList<(string Id, string Version)> Packages, string Licence, string Copyright, string Source, IReadOnlyList<string> Files)
{
    public static string FileName => "THIRD-PARTY-NOTICES.md";

    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, FileName));

    /// <summary>Every component.</summary>
    public static IReadOnlyList<ThirdPartyNotices> All { get; } = [.. Text.Split("\n## ")[1..].Select(Parse)];

    /// <summary>The files that the notices link to, relative to them.</summary>
    public static IReadOnlyList<string> Links { get; } = [.. Link().Matches(Text).Select(match => match.Groups["file"].Value).Distinct()];

    private static ThirdPartyNotices Parse(string section)
    {
        string files = Line("Files");
        return new(
            section[..section.IndexOf('\n', StringComparison.Ordinal)],
            [.. Package().Matches(Line("Packages")).Select(match => (match.Groups["id"].Value, match.Groups["version"].Value))],
            Line("Licence"),
            Line("Copyright"),
            Line("Source"),
            // A font or script is inside a library of this project's own, which is named too.
            [.. Backticks().Matches(files).Select(match => match.Groups["file"].Value)
                .Where(file => !files.Contains($"inside `{file}`", StringComparison.Ordinal))]);

        // An entry of the list, with the lines that continue it.
        string Line(string name) => Regex.Match(
            section, $@"^- {name}: (.*?)(?=\n- |\n\n|\s*\z)", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value;
    }

    [GeneratedRegex(@"\]\((?<file>[^)#]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<file>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Backticks();

    // A version ends with a digit: a comma or a full stop may follow.
    [GeneratedRegex(@"(?<id>[A-Za-z][\w.-]+)\s+(?<version>[0-9][\w.+-]*[0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Package();
}
