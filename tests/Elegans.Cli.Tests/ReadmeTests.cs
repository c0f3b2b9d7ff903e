using System.Diagnostics;
using Elegans.Cli;
using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Cli.Tests;

/// <summary>Every command of the README and of the guides is run as it stands, on the samples; so is its C#.</summary>
[Collection(Alone.Name)]
public sealed class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The guides for users; docs/training.md is run by the trainer's tests.</summary>
    private static readonly string[] Guides = ["guide-biologist.md", "guide-analyst.md"];

    public static TheoryData<string> CommandsOfGuides() =>
        [.. Guides.SelectMany(guide => File.ReadLines(Path.Combine(Repository.Root, "docs", guide)))
        .Where(line => line.StartsWith("    elegans ", StringComparison.Ordinal) && !line.Contains("elegans serve", StringComparison.Ordinal))
        .Select(line => line.Trim()).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(CommandsOfGuides))]
    public Task A_command_of_a_guide_works(string command) => A_command_of_the_readme_works(command);

    [Fact]
    public void Every_file_and_heading_a_page_links_to_is_there() => Assert.All(
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md"), .. Directory.GetFiles(
            Path.Combine(Repository.Root, "models"), "*.md", SearchOption.AllDirectories)],
        page => Assert.All(
            File.ReadAllText(page).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
                .Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
            link =>
            {
                string[] parts = link.Split('#');
                string file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
                Assert.True(File.Exists(file), $"{page}: {link}");
                if (parts.Length > 1) Assert.Contains(parts[1], File.ReadLines(file).Where(line => line.StartsWith('#')).Select(Anchor));
            }));

    /// <summary>What a heading is called in links: lower case, a hyphen for each space, nothing else but letters and digits.</summary>
    private static string Anchor(string heading) => string.Concat(
        heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsLetterOrDigit(letter) || letter == '-'));

    public static TheoryData<string> Commands() =>
        [.. Readme.Split('\n').Select(line => line.Trim()).Where(
        line => (line.StartsWith("elegans ", StringComparison.Ordinal) && !line.StartsWith("elegans serve", StringComparison.Ordinal))
        || line.StartsWith("dotnet run ", StringComparison.Ordinal))];

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
    public async Task The_page_of_the_readme_is_served_until_it_is_interrupted()
    {
        Signals.RequireInterrupts();
        Assert.Contains("    elegans serve\n", Readme, StringComparison.Ordinal);
        string program = Path.Combine(AppContext.BaseDirectory, "Elegans.Cli");
        using Process served = Process.Start(new ProcessStartInfo(program, ["serve", "--port", "0", "--no-browser", "--data", folder["data"]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string? address = await served.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var client = new HttpClient()) Assert.Contains(
            "<title>Elegans</title>", await client.GetStringAsync(new Uri(address!), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (Process kill = Process.Start("kill", ["-INT", $"{served.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(served.WaitForExit(10_000), "It went on.");
        Assert.Equal(0, served.ExitCode);
    }

    [Fact]
    public void The_readme_has_one_command_for_the_main_job_and_one_for_the_tests()
    {
        Assert.Contains("    dotnet run --project src/Elegans.Cli -c Release -- predict samples/embryo.mp4 --out counts.csv --plot curve.png\n", Readme,
            StringComparison.Ordinal);
        Assert.Contains("    dotnet test -c Release\n", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_csharp_of_the_readme_works()
    {
        string image = Path.Combine(Repository.Root, "samples", "embryo-frame-100.png"), movie = Repository.SampleMovie;
        AssertStandsInReadme("var counts = model.Predict(\"sample.png\");", "foreach (FramePrediction frame in model.PredictMovie(\"embryo.mov\"))",
            "Console.WriteLine($\"frame {frame.Frame}: {frame.Total} cells, {frame[Lineage.E]} of them E\");");

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
        Readme.Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
        link =>
        {
            string[] parts = link.Split('#');
            string file = Path.Combine(Repository.Root, parts[0]);
            Assert.True(File.Exists(file), link);
            if (parts.Length > 1) Assert.Contains(parts[1], File.ReadLines(file).Where(line => line.StartsWith('#')).Select(Anchor));
        });

    private static void AssertStandsInReadme(params string[] lines) => Assert.All(lines, line => Assert.Contains(line, Readme, StringComparison.Ordinal));

    /// <summary>The newcomer's own files stand for the samples; what is written goes into the test's folder.</summary>
    private string InPlace(string word, int position) => word switch
    {
        "embryo.mov" or "samples/embryo.mp4" => Repository.SampleMovie,
        "still.png" => Repository.SampleImage,
        "CDembryo.csv" => Repository.SampleNuclei,
        "labels.csv" => folder.Write(word, "filenames,A,E,M,P,C,D,Z\nframes/embryo-nuclei/50.jpg,8,1,2,1,1,0,0\n"),
        "tracks" => Tracks(),
        "movies" or "wildtypes" or "rnai" => Movies(word),
        "wildtype-counts" => Controls(),
        "counts" => folder[word],
        _ => Path.GetExtension(word) is ".csv" or ".png" or ".svg" or ".mp4" or ".gif" or ".parquet" ? folder[word] : word,
    };

    private string Movies(string name)
    {
        Directory.CreateDirectory(folder[name]);
        File.Copy(Repository.SampleMovie, Path.Combine(folder[name], "embryo.mp4"));
        return folder[name];
    }

    private string Controls()
    {
        Directory.CreateDirectory(folder["wildtype-counts"]);
        folder.Write(Path.Combine("wildtype-counts", "before.csv"), "frame,A,E,M,P,C,D,Z,measured,status\n"
            + string.Concat(Enumerable.Range(0, 40).Select(frame => $"{frame},{4 + frame},1,1,1,1,0,0,{8 + frame},ok\n")));
        return folder["wildtype-counts"];
    }

    private string Tracks()
    {
        Directory.CreateDirectory(folder["tracks"]);
        File.Copy(Repository.SampleNuclei, Path.Combine(folder["tracks"], "CDembryo-nuclei.csv.gz"));
        return folder["tracks"];
    }
}
