using System.Text.RegularExpressions;

namespace Elegans.Packages.Tests;

/// <summary>The version stands in several files, for several readers.</summary>
public sealed class VersionTests
{
    [Fact]
    public void It_is_the_same_wherever_it_stands()
    {
        string version = Find("Directory.Build.props", "<VersionPrefix>(.+)</VersionPrefix>");
        Assert.Equal(version, Find("CITATION.cff", "^version: (.+)$"));
        Assert.Equal(version, Find("CHANGELOG.md", "^## ([0-9.]+)"));
        Assert.StartsWith(Find("build/Packages.props", "<MinVerMinimumMajorMinor>(.+)</MinVerMinimumMajorMinor>") + ".", version, StringComparison.Ordinal);

        static string Find(string file, string pattern)
        {
            Match match = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, file)), pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(1));
            Assert.True(match.Success, $"{file} has no {pattern}");
            return match.Groups[1].Value;
        }
    }
}
