using System.Text;
using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Predictions;
using Elegans.Trainer;
using Elegans.Training.Augmentations;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class TrainerProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Embryos_drawn_from_the_reference_can_be_trained_on_exported_and_used()
    {
        string recipe = folder.Write(
            "recipe.json", """{ "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 2, "ValidationFrames": 4, "BFloat16": false }""");
        string run = folder["run"], package = folder["package"];
        Assert.Equal(0, (await Run("train", "--embryos", "6", "--out", run, "--recipe", recipe, "--epochs", "1")).ExitCode);
        Assert.Equal(0, (await Run("export", new RunFolder(run).Best, "--out", package)).ExitCode);
        using var model = LineagePopulationModel.Load(package);
        Assert.Equal(48, model.Card.Input.Width);
        using NuclearImage image = NuclearImage.Read(Repository.SampleImage);
        Assert.All(model.Read(image).Cells, count => Assert.True(float.IsFinite(count)));

        string whole = folder["whole"];
        (int exitCode, string error) = await Run("quantise", package, "--embryos", "6", "--frames", "32", "--out", whole);
        Assert.True(exitCode == 0, error);
        using var rounded = LineagePopulationModel.Load(whole);
        Assert.Equal("int8", rounded.Card.Weights.Precision);
        Assert.All(model.Read(image).Cells.Zip(rounded.Read(image).Cells), pair => Assert.Equal(pair.First, pair.Second, 0.1f * (1 + pair.First)));
        (exitCode, error) = await Run("quantise", whole, "--embryos", "6", "--out", folder["again"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("floating point", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lab_checks_its_movies_and_trains_on_them_from_the_shipped_weights()
    {
        string movies = folder["movies"], nuclei = folder["nuclei"], run = folder["run"], again = folder["again"];
        Directory.CreateDirectory(movies);
        Directory.CreateDirectory(nuclei);
        var manifest = new StringBuilder("movie,nuclei,recording,offset\n");
        for (int number = 1; number <= 3; number++)
        {
            File.Copy(Repository.SampleMovie, Path.Combine(movies, $"film{number}.mp4"));
            File.Copy(Repository.SampleNuclei, Path.Combine(nuclei, $"CDown{number}.csv.gz"));
            manifest.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"movies/film{number}.mp4,nuclei/CDown{number}.csv.gz,day "
                + $"{number},{Annotation.NucleiTrackReader.Read(Repository.SampleNuclei).TimePoints[0].Value}\n");
        }

        string table = folder.Write("movies.csv", manifest.ToString()), leftOut = folder["left-out.csv"];
        Assert.Equal(0, (await Run("check", "--movies", table, "--out", leftOut)).ExitCode);
        Assert.StartsWith("embryo,frame,reason,detail\n", File.ReadAllText(leftOut), StringComparison.Ordinal);

        string recipe = folder.Write("recipe.json", """
            {
              "RealMovies": ["*"], "RealShare": 0.5, "BatchSize": 4, "BatchesPerEpoch": 1, "ValidationFrames": 4, "Epochs": 1, "BFloat16": false,
              "Augmentations": [{ "Name": "HorizontalFlip" }]
            }
            """);
        string[] data = ["--movies", table, "--nuclei", nuclei, "--cache", folder["cache"], "--cache-size", "500M"];
        (int exitCode, string error) = await Run(
            ["train", .. data, "--recipe", recipe, "--from", Path.Combine(Repository.Root, "models", "lineage-population-float16"), "--out", run]);
        Assert.True(exitCode == 0, error);
        Assert.Contains("frames can be used", error, StringComparison.Ordinal);
        Assert.All(new[] { "split.json", "left-out.csv", "history.csv", "loss.png", "best.checkpoint" },
            file => Assert.True(File.Exists(Path.Combine(run, file)), file));

        (exitCode, error) = await Run(["train", .. data, "--recipe", recipe, "--seed", "7", "--split", Path.Combine(run, "split.json"), "--out", again]);
        Assert.True(exitCode == 0, error);
        Assert.Equal(File.ReadAllText(Path.Combine(run, "split.json")), File.ReadAllText(Path.Combine(again, "split.json")));
    }

    [Fact]
    public async Task A_contact_sheet_shows_training_frames()
    {
        Assert.Equal(
            0, (await Run("sheet", "--recipe", Path.Combine(Repository.Root, "recipes", "notebook.json"), "--embryos", "12", "--frames", "6", "--out",
            folder["sheet.png"])).ExitCode);
        using NuclearImage sheet = NuclearImage.Read(folder["sheet.png"]);
        Assert.True(sheet.Width > 1000);
    }

    [Fact]
    public async Task Every_recipe_of_the_repository_can_be_read()
    {
        foreach (string recipe in Directory.EnumerateFiles(Path.Combine(Repository.Root, "recipes"), "*.json", SearchOption.AllDirectories))
            Assert.Equal(
                (recipe, 0), (
                recipe, (await Run("sheet", "--recipe", WithoutMovies(recipe), "--embryos", "12", "--frames", "1", "--out", folder["one.png"])).ExitCode));

        string WithoutMovies(string recipe) => folder.Write(
            "recipe.json", System.Text.RegularExpressions.Regex.Replace(
            File.ReadAllText(recipe), "\"RealMovies\": \\[[^\\]]*\\]", "\"RealMovies\": []", System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task The_experiment_with_labels_trains_twins_and_writes_its_page()
    {
        string nuclei = Repository.RealData("nuclei"), table = Repository.RealData("published", "training_data.csv.gz"), few = folder["few"],
            page = folder["page"];
        Directory.CreateDirectory(few);
        Directory.CreateDirectory(page);
        foreach (string track in Directory.EnumerateFiles(nuclei, "CD2008*.csv.gz").Take(12).Append(Path.Combine(nuclei, "CD20080731_ceh-32_4_L1.csv.gz"))
            .Distinct()) File.Copy(track, Path.Combine(few, Path.GetFileName(track)));
        string manifest = folder.Write(
            "movies.csv", $"movie,nuclei\n{Repository.RealMovie("20080731_ceh-32_4_L1")},{Path.Combine(few, "CD20080731_ceh-32_4_L1.csv.gz")}\n");
        string recipe = folder.Write("recipe.json", """
            {
              "Exclude": ["20080731_ceh-32_4"], "Input": { "Width": 48, "Height": 48 }, "Scaling": { "Transform": "Linear" },
              "DistractorShare": 0, "RecognitionWeight": 0, "BalancedShare": 0,
              "Optimiser": "Adam", "Loss": "MeanSquared", "WeightAveraging": 0, "BatchSize": 8, "Epochs": 1, "BFloat16": false,
              "Refinement": { "Epochs": 1, "BatchSize": 4 }
            }
            """);
        (int exitCode, string error) = await Run("experiment", "--recipe", recipe, "--frames", "16", "--seeds", "1", "--nuclei", few, "--movies", manifest,
            "--labels", table,
            "--cache", folder["cache"], "--out", folder["runs"], "--page", Path.Combine(page, "experiment.md"));
        Assert.True(exitCode == 0, error);
        string text = File.ReadAllText(Path.Combine(page, "experiment.md"));
        Assert.Matches(@"\| 20080731_ceh-32_4_L1 \| notebook's preset, stretched labels \| `[0-9a-f]{8}` \| held out \| frame by frame \| 129 \|", text);
        Assert.Contains("held out: nothing of its recording moved the weights, chose the epoch or calibrated; no real frame was trained on", text,
            StringComparison.Ordinal);
        Assert.All(text.Split("](images/").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]),
            image => Assert.True(File.Exists(Path.Combine(page, "images", image)), image));
    }

    [Fact]
    public async Task What_cannot_be_used_ends_in_one_line()
    {
        await Fails(3, "is not a folder", "train", "--nuclei", folder["none"], "--out", folder["run"]);
        await Fails(3, "holds no nuclei track", "train", "--nuclei", folder.Path, "--out", folder["run"]);
        await Fails(3, "is not a training recipe", "train", "--recipe", folder.Write("r.json", """{ "Epoch": 3 }"""), "--out", folder["run"]);
        await Fails(3, "is not a whole checkpoint", "export", folder.Write("cut.checkpoint", "PK"), "--out", folder["package"]);
        await Fails(1, "too few", "train", "--embryos", "2", "--out", folder["run"]);
        await Fails(3, "is not a folder of movies", "train", "--movies", folder["none"], "--out", folder["run"]);
        await Fails(3, "is not a split", "train", "--embryos", "6", "--split", folder.Write("split.json", "{}"), "--out", folder["run"]);
        await Fails(3, "does not exist", "train", "--resume", "--out", folder["nothing"]);
        await Fails(1, "RandomContrast has a limit of 3", "train", "--embryos", "6", "--recipe",
            folder.Write("a.json", """{ "Augmentations": [{ "Name": "RandomContrast", "Limit": 3 }] }"""), "--out", folder["run"]);
        await Fails(2, "is not a size", "train", "--cache-size", "much", "--out", folder["run"]);
        await Fails(2, "--colour", "train", "--colour", "green", "--out", folder["run"]);
    }

    private static async Task Fails(int exitCode, string problem, params string[] args)
    {
        (int actual, string error) = await Run(args);
        Assert.Equal(exitCode, actual);
        // Beside what it says of its progress.
        Assert.Contains(problem, Assert.Single(
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("elegans-train: ", StringComparison.Ordinal)),
                StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        return (await TrainerProgram.RunAsync(args, output, error), error.ToString());
    }
}
