namespace Elegans.Tests.CommandLine;

/// <summary>Every command of the README and of the guides is run as it stands, on the samples; so is its C#.</summary>
[Collection(nameof(PredictManyTests))]
public sealed class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Commands() => [.. Readme.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("elegans ", StringComparison.Ordinal) || line.StartsWith("dotnet run ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_readme_works(string command)
    {
        // In a pipe the shell writes the file; here standard output is looked at instead.
        string[] words = command.Split(" > ")[0].Split(' ');
        string[] args = words[0] == "dotnet" ? words[(Array.IndexOf(words, "--") + 1)..] : words[1..];
        (int exitCode, string output, string error) = await Command.Run([.. args.Select(InPlace)]);
        Assert.True(exitCode == 0, error);
        Assert.True(output.Length > 0 || Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length > 0);
    }

    [Fact]
    public void The_readme_has_one_command_for_the_main_job_and_one_for_the_tests()
    {
        Assert.Contains("    dotnet run --project src/Elegans.Cli -c Release -- predict samples/embryo.mp4 --out counts.csv --plot curve.png\n", Readme, StringComparison.Ordinal);
        Assert.Contains("    dotnet test -c Release\n", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_csharp_of_the_readme_works()
    {
        string image = Path.Combine(Repository.Root, "samples", "embryo-frame-100.png"), movie = Repository.SampleMovie;
        AssertStandsInReadme("var counts = model.Predict(\"sample.png\");", "foreach (FramePrediction frame in model.PredictMovie(\"embryo.mov\"))", "Console.WriteLine($\"frame {frame.Frame}: {frame.Total} cells, {frame[Lineage.E]} of them E\");");

        using var model = LineagePopulationModel.Load();
        var counts = model.Predict(image);
        Assert.NotNull(counts.Total);
        var lines = new List<string>();
        foreach (FramePrediction frame in model.PredictMovie(movie, cancellation: TestContext.Current.CancellationToken).Take(3))
            lines.Add($"frame {frame.Frame}: {frame.Total} cells, {frame[Lineage.E]} of them E");
        Assert.StartsWith("frame 0: ", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_the_readme_links_to_is_there() => Assert.All(
        Readme.Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
        link => Assert.True(File.Exists(Path.Combine(Repository.Root, link)), link));

    private static void AssertStandsInReadme(params string[] lines) => Assert.All(lines, line => Assert.Contains(line, Readme, StringComparison.Ordinal));

    /// <summary>The newcomer's own files stand for the samples; what is written goes into the test's folder.</summary>
    private string InPlace(string word, int position) => word switch
    {
        "embryo.mov" or "samples/embryo.mp4" => Repository.SampleMovie,
        "still.png" => Repository.SampleImage,
        "CDembryo.csv" => Repository.SampleNuclei,
        "labels.csv" => folder.Write(word, "filenames,A,E,M,P,C,D,Z\nframes/embryo-nuclei/50.jpg,8,1,2,1,1,0,0\n"),
        "tracks" => Tracks(),
        "movies" => Movies(),
        "counts" => folder[word],
        _ => Path.GetExtension(word) is ".csv" or ".png" or ".svg" or ".mp4" or ".gif" ? folder[word] : word,
    };

    private string Movies()
    {
        Directory.CreateDirectory(folder["movies"]);
        File.Copy(Repository.SampleMovie, Path.Combine(folder["movies"], "embryo.mp4"));
        return folder["movies"];
    }

    private string Tracks()
    {
        Directory.CreateDirectory(folder["tracks"]);
        File.Copy(Repository.SampleNuclei, Path.Combine(folder["tracks"], "CDembryo-nuclei.csv.gz"));
        return folder["tracks"];
    }
}
