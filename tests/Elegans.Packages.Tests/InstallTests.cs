using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Packages.Tests;

/// <summary>The packages as their users get them: installed from a feed into a place that knows nothing of this repository.</summary>
[Collection(PackagingTests.Name)]
public sealed class InstallTests(LocalFeed feed)
{
    [Fact]
    public async Task The_library_predicts_in_two_lines_in_an_empty_project_without_desktop_libraries()
    {
        string place = feed.Workplace("library");
        // Through Elegans.Annotation: whatever makes native parts load, and the model, must come along however far away the reference is.
        File.WriteAllText(Path.Combine(place, "empty.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><PackageReference Include="Elegans.Annotation" Version="{feed.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(place, "Program.cs"), """
            using Elegans;

            using var model = LineagePopulationModel.Load();
            var counts = model.Predict("sample.png");
            Console.WriteLine(counts.Total);
            Console.WriteLine(model.PredictMovie("embryo.mp4").Count);
            """);
        File.Copy(Repository.SampleImage, Path.Combine(place, "sample.png"));
        File.Copy(Repository.SampleMovie, Path.Combine(place, "embryo.mp4"));
        _ = await LocalFeed.Run(place, "dotnet", "build", "-c", "Release", "-o", "out");
        string[] lines = (await LocalFeed.Run(place, "dotnet", "out/empty.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture), 150, 210); // the sample shows 180 cells
        Assert.Equal("146", lines[1]);
    }

    [Fact]
    public async Task The_tool_is_installed_and_run()
    {
        string place = feed.Workplace("tool");
        _ = await LocalFeed.Run(
            place, "dotnet", "tool", "install", "Elegans.Cli", "--version", feed.Version, "--tool-path", "tools", "--configfile", "nuget.config");
        string tool = Path.Combine(place, "tools", OperatingSystem.IsWindows() ? "elegans.exe" : "elegans");
        Assert.StartsWith($"elegans {feed.Version}", await LocalFeed.Run(place, tool, "--version"), StringComparison.Ordinal);
        string table = await LocalFeed.Run(place, tool, "predict", Repository.SampleMovie, "--quiet", "--plot", "curve.png");
        Assert.Equal(147, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.True(new FileInfo(Path.Combine(place, "curve.png")).Length > 10_000);
        // Many inputs need the worker, which is the tool itself.
        _ = await LocalFeed.Run(place, tool, "predict", Repository.SampleImage, Repository.SampleMovie, "--out", "counts", "--quiet");
        Assert.True(File.Exists(Path.Combine(place, "counts", "embryo.csv")));
    }

    [Fact]
    public async Task The_scripts_of_the_guide_for_analysts_run_and_stand_in_it_as_they_are()
    {
        string scripts = Path.Combine(Repository.Root, "docs", "scripts"), place = feed.Workplace("scripts"),
            guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide-analyst.md"));
        string csharp = File.ReadAllText(Path.Combine(scripts, "doubling.cs")), fsharp = File.ReadAllText(Path.Combine(scripts, "summary", "Program.fs"));
        Assert.Contains(csharp, guide, StringComparison.Ordinal);
        Assert.Contains(fsharp, guide, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(place, "doubling.cs"), csharp.Replace("@*-*", $"@{feed.Version}", StringComparison.Ordinal));
        string said = await LocalFeed.Run(place, "dotnet", "run", "doubling.cs", "--", "100", Repository.SampleMovie);
        Assert.Matches(@"embryo\.mp4: 100 cells at frame [678][0-9], 1[0-9]{2}\.[0-9] minutes after", said);
        string project = Directory.CreateDirectory(Path.Combine(place, "summary")).FullName;
        File.WriteAllText(Path.Combine(project, "Program.fs"), fsharp);
        File.WriteAllText(Path.Combine(project, "summary.fsproj"), File.ReadAllText(Path.Combine(scripts, "summary", "summary.fsproj"))
            .Replace("*-*", feed.Version, StringComparison.Ordinal));
        said = await LocalFeed.Run(project, "dotnet", "run", "--", Repository.SampleMovie, Repository.SampleNuclei);
        Assert.Equal(FounderLineages.Count, said.Split('\n').Count(line => line.Contains("cells on average over 146 frames", StringComparison.Ordinal)));
    }

    [Fact]
    public void Packages_carry_readme_licence_icon_and_documentation()
    {
        foreach (string package in feed.Packages)
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(package);
            string[] files = [.. zip.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", files);
            Assert.Contains("icon.png", files);
            using var nuspec = new StreamReader(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            Assert.Contains("<license type=\"expression\">MIT</license>", nuspec.ReadToEnd(), StringComparison.Ordinal);
            if (files.Any(file => file.StartsWith("tools/", StringComparison.Ordinal))) continue;
            Assert.Contains(files, file => file.StartsWith("lib/net10.0/", StringComparison.Ordinal) && file.EndsWith(".xml", StringComparison.Ordinal));
            Assert.True(File.Exists(Path.ChangeExtension(package, ".snupkg")), package);
        }
    }
}
