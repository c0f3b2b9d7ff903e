using System.Text.Json;
using System.Xml.Linq;

namespace Elegans.Packages.Tests;

/// <summary>
/// THIRD-PARTY-NOTICES.md against what is inside the packages. Where one of these fails after a dependency was added or renewed, the
/// notices lack it: add its name, version, licence, copyright, source and files there.
/// </summary>
[Collection(PackagingTests.Name)]
public sealed class NoticeTests(LocalFeed feed)
{
    [Fact]
    public async Task Every_package_and_every_program_carries_the_notices_and_all_licences_that_they_name()
    {
        Assert.Equal(8, feed.Packages.Count); // six, of which two are tools, with their programs apart
        Assert.All(feed.Packages, package => Carries(ShippedFile.OfPackage(package), ""));
        Assert.All(feed.ToolPackages, package => Carries(ShippedFile.OfPackage(package), "tools/net10.0/linux-x64/"));
        Carries(ShippedFile.OfFolder(await feed.Publish()), "");

        static void Carries(IReadOnlyList<ShippedFile> files, string folder) => Assert.All(
            [.. ThirdPartyNotices.Links, ThirdPartyNotices.FileName],
            name => Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, name)), files.Single(file => file.Path == folder + name).Content));
    }

    [Fact]
    public async Task Whatever_others_made_is_named_in_the_notices()
    {
        HashSet<string> named = [.. ThirdPartyNotices.All.SelectMany(component => component.Files)];
        IEnumerable<ShippedFile> shipped = feed.Packages.SelectMany(ShippedFile.OfPackage).Concat(ShippedFile.OfFolder(await feed.Publish()));
        HashSet<string> found = [];
        foreach (ShippedFile file in shipped.Where(file => file.IsCode))
        {
            if (file.IsOurs) found.UnionWith(file.EmbeddedOfOthers());
            else found.Add(file.Name);
        }

        Assert.True(found.Count > 40, string.Join(", ", found));
        Assert.Empty(found.Except(named));
        // And nothing that was taken out is named still.
        Assert.Empty(named.Except(found));
    }

    [Fact]
    public void Packages_are_named_with_the_versions_that_ship()
    {
        HashSet<(string, string)> named = [.. ThirdPartyNotices.All.SelectMany(component => component.Packages)], shipped = [];
        foreach (string package in feed.ToolPackages)
        {
            ShippedFile list = ShippedFile.OfPackage(package).Single(file => file.Name.EndsWith(".deps.json", StringComparison.Ordinal));
            using var parsed = JsonDocument.Parse(list.Content);
            JsonElement libraries = parsed.RootElement.GetProperty("libraries");
            JsonElement target = parsed.RootElement.GetProperty("targets").EnumerateObject().Single(target => target.Value.EnumerateObject().Any()).Value;
            foreach (JsonProperty library in target.EnumerateObject())
            {
                if (libraries.GetProperty(library.Name).GetProperty("type").GetString() != "package") continue;
                if (!library.Value.TryGetProperty("runtime", out _) && !library.Value.TryGetProperty("native", out _)) continue;
                string[] parts = library.Name.Split('/');
                shipped.Add((parts[0], parts[1]));
            }
        }

        Assert.Empty(shipped.Except(named));
        Assert.Empty(named.Except(shipped));
    }

    [Fact]
    public void Every_component_states_a_licence_that_its_packages_agree_with_a_copyright_and_a_source()
    {
        Assert.All(ThirdPartyNotices.All, component =>
        {
            Assert.NotEmpty(component.Copyright);
            Assert.Contains("https://", component.Source, StringComparison.Ordinal);
            Assert.Contains("](licences/", component.Licence, StringComparison.Ordinal);
            Assert.All(component.Packages, package =>
            {
                var specification = XDocument.Load(PackageFolder.File(package.Id, package.Version, $"{package.Id.ToLowerInvariant()}.nuspec"));
                XElement? licence = specification.Descendants().SingleOrDefault(element => element.Name.LocalName == "license");
                if (licence?.Attribute("type")?.Value == "expression") Assert.Contains(licence.Value, component.Licence, StringComparison.Ordinal);
            });
        });
    }

    [Theory]
    [InlineData("onnxruntime.txt", "Microsoft.ML.OnnxRuntime", "ThirdPartyNotices.txt")]
    [InlineData("skiasharp.txt", "SkiaSharp.NativeAssets.Linux.NoDependencies", "THIRD-PARTY-NOTICES.txt")]
    [InlineData("scottplot.txt", "ScottPlot", "Notices/NOTICES.txt")]
    [InlineData("libtorch.txt", "libtorch-cpu-linux-x64", "LICENSE-LIBTORCH.txt")]
    [InlineData("libvips.txt", "NetVips.Native.linux-x64", "THIRD-PARTY-NOTICES.md")]
    public void Notices_that_came_inside_a_package_are_those_of_the_version_that_ships(string copy, string package, string file)
    {
        (_, string version) = ThirdPartyNotices.All.SelectMany(component => component.Packages).Single(named => named.Id == package);
        string shipped = File.ReadAllText(PackageFolder.File(package, version, file)).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Equal(shipped, File.ReadAllText(Path.Combine(Repository.Root, "licences", copy)));
    }

    [Fact]
    public async Task Programs_for_Linux_hold_no_native_library_of_another_system()
    {
        Assert.All([.. feed.ToolPackages.Select(ShippedFile.OfPackage), ShippedFile.OfFolder(await feed.Publish())], files =>
        {
            Assert.Contains(files, file => file.Name == "libonnxruntime.so");
            Assert.DoesNotContain(files, file => file.IsForeign);
            Assert.Empty(files.Where(file => file.IsCode).GroupBy(file => file.Name).Where(same => same.Count() > 1).Select(same => same.Key));
        });
        // Libraries bring native parts through the packages that they depend on, and hold none.
        Assert.All(
            feed.Packages.Except(feed.ToolPackages),
            package => Assert.DoesNotContain(ShippedFile.OfPackage(package), file => file.IsCode && !file.IsOurs));
    }

    [Fact]
    public void Copies_of_licences_are_those_beside_what_they_license()
    {
        Assert.Equal(Text("src/Elegans.Server/Page/lib/uPlot.LICENSE.txt"), Text("licences/uPlot.txt"));
        Assert.Equal(Text("src/Elegans/Plots/Fonts/DejaVuSans.LICENSE.txt"), Text("licences/DejaVuSans.txt"));
        Assert.Contains("version 1.6.32", ThirdPartyNotices.All.Single(component => component.Name == "uPlot").Source, StringComparison.Ordinal);
        Assert.Contains("(v1.6.32)", Text("src/Elegans.Server/Page/lib/uPlot.min.js"), StringComparison.Ordinal);

        static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
    }
}
