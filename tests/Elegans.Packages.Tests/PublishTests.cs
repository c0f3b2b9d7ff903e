namespace Elegans.Packages.Tests;

/// <summary>What <c>dotnet publish -c Release src/Elegans.Cli</c> gives.</summary>
[Collection(PackagingTests.Name)]
public sealed class PublishTests(LocalFeed feed)
{
    [Fact]
    public async Task Publishing_without_a_runtime_identifier_gives_a_program_that_predicts_movies()
    {
        string program = Path.Combine(await feed.Publish(), OperatingSystem.IsWindows() ? "elegans.exe" : "elegans");
        Assert.StartsWith($"elegans {feed.Version}", await LocalFeed.Run(Path.GetTempPath(), program, "--version"), StringComparison.Ordinal);
        string table = await LocalFeed.Run(Path.GetTempPath(), program, "predict", Repository.SampleMovie, "--quiet");
        Assert.Equal(147, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        // Many inputs need the worker, which is found beside the program.
        string counts = Path.Combine(await feed.Publish(), "..", "published-counts");
        _ = await LocalFeed.Run(Path.GetTempPath(), program, "predict", Repository.SampleImage, Repository.SampleMovie, "--out", counts, "--quiet");
        Assert.True(File.Exists(Path.Combine(counts, "embryo.csv")));
    }
}
