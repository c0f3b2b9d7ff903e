using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Elegans.Predictions;

namespace Elegans.Tests.House;

/// <summary>What docs/house.md says of the house, held against the house.</summary>
public sealed partial class HouseTests
{
    /// <summary>The layers of the library, each referring only to itself and to those before it.</summary>
    private static readonly string[] Layers =
        ["Lineages", "Files", "Imaging", "Networks", "Embryos", "Development", "Models", "Predictions", "Tables", "Evaluation", "Plots"];

    private static readonly string[] VagueNames = ["Util", "Utils", "Helper", "Helpers", "Manager", "Misc", "Common"];

    private static readonly Lazy<Architecture> Library = new(() => new ArchLoader().LoadAssemblies(typeof(LineagePopulationModel).Assembly).Build());

    private static IEnumerable<IType> Types => Library.Value.Types.Where(IsOurs);

    [Fact]
    public void Every_type_of_the_library_lives_in_a_layer()
    {
        Assert.Empty(Types.Where(type => LayerOf(type) < 0).Select(type => type.FullName));
        Assert.All(Layers, layer => Assert.Contains(Types, type => Layers[Math.Max(0, LayerOf(type))] == layer));
    }

    [Fact]
    public void Layers_refer_only_to_those_before_them() => Assert.Empty(
        from type in Types
        from dependency in type.Dependencies
        where IsOurs(dependency.Target) && LayerOf(dependency.Target) > LayerOf(type)
        select $"{type.FullName} -> {dependency.Target.FullName}");

    [Fact]
    public void Projects_refer_in_one_direction()
    {
        Dictionary<string, string[]> references = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => ProjectReference().Matches(File.ReadAllText(Directory.GetFiles(folder, "*.csproj").Single())).Select(match => match.Groups["name"].Value)
                .ToArray());
        Assert.Empty(references["Elegans"]);
        string[] front = ["Elegans.Cli", "Elegans.Server", "Elegans.Trainer"];
        Assert.Empty(references.Where(project => !front.Contains(project.Key) && project.Value.Intersect(front).Any()).Select(project => project.Key));
        // What predicts never pulls in half a gigabyte of libtorch.
        Assert.Empty(
            references.Where(project => project.Key != "Elegans.Trainer" && project.Value.Contains("Elegans.Training")).Select(project => project.Key));
    }

    [Fact]
    public void No_message_of_a_library_names_an_option_of_the_command_line()
    {
        string[] libraries = ["Elegans", "Elegans.Annotation", "Elegans.Simulation", "Elegans.Training", "Elegans.Workers", "Elegans.Server"];
        Assert.Empty(
            from library in libraries
            from file in Sources(Path.Combine(Repository.Root, "src", library))
            from line in File.ReadLines(file)
            where OptionInText().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {line.Trim()}");
    }

    [Fact]
    public void Nothing_has_a_name_that_says_nothing() =>
        Assert.Empty(Types.Where(type => VagueNames.Any(name => type.Name.EndsWith(name, StringComparison.Ordinal))).Select(type => type.FullName));

    [Fact]
    public void No_line_is_longer_than_160_characters() => Assert.Empty(
        from folder in new[] { "src", "tests", "benchmarks" }
        from file in Sources(Path.Combine(Repository.Root, folder))
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 160
        select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}");

    private static bool IsOurs(IType type) => type.Namespace?.FullName.StartsWith("Elegans", StringComparison.Ordinal) == true;

    private static int LayerOf(IType type) => Array.FindIndex(
        Layers, layer => $"{type.Namespace.FullName}.".StartsWith($"Elegans.{layer}.", StringComparison.Ordinal));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("""ProjectReference Include="\.\./(?<name>[\w.]+)/""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""["\s(]--[a-z][a-z-]+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionInText();
}
