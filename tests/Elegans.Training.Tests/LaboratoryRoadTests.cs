using System.Diagnostics;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Run;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Training.Tests;

/// <summary>What docs/training.md says a laboratory does with one movie, from an empty folder, through the program.</summary>
[Collection(OneTorch.Name)]
public sealed class LaboratoryRoadTests : IDisposable
{
    private const int Interrupted = 130, Refused = 3, WrongUsage = 2;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_laboratory_with_one_movie_of_another_offset_walks_the_whole_road()
    {
        const int dropped = 9, offset = 1 + dropped;
        WriteWithout(dropped, folder["ours.avi"]);
        File.Copy(Repository.SampleNuclei, folder["CDours.csv.gz"]);
        string manifest = folder.Write("ours.csv", string.Create(CultureInfo.InvariantCulture, $"movie,nuclei,offset\nours.avi,CDours.csv.gz,{offset}\n"));
        string recipe = folder.Write("recipe.json", """
            {
              "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 40, "ValidationFrames": 8, "Epochs": 2, "RealShare": 0.5,
              "BFloat16": false, "CheckpointEvery": 10
            }
            """);
        string[] data = ["--movies", manifest, "--embryos", "12", "--cache", folder["cache"]];
        string run = folder["run"], package = folder["packages/ours"];

        (int code, string output, string error) = await Run(["check", .. data]);
        Assert.True(code == 0, error);
        Assert.Contains("ours: ", error, StringComparison.Ordinal);
        Assert.StartsWith("embryo,frame,reason,detail\n", output, StringComparison.Ordinal);

        (code, error) = await Interrupt(["train", .. data, "--recipe", recipe, "--threads", "1", "--out", run], run);
        Assert.True(code == Interrupted, $"{code}: {error}");
        Assert.Contains("interrupted; the last checkpoint is whole", error, StringComparison.Ordinal);
        Assert.Contains("real frames of 1 movie(s), drawn for 50 % of all", error.Replace("50%", "50 %", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(Checkpoint.ReadState(new RunFolder(run).Last).Batch > 0);
        Assert.DoesNotContain(Directory.EnumerateFiles(run), file => Path.GetFileName(file).StartsWith('.'));

        (code, _, error) = await Run(["train", "--movies", manifest, "--embryos", "3", "--out", run, "--resume"]);
        Assert.Equal(Refused, code);
        Assert.Contains("have no track among the data", error, StringComparison.Ordinal);
        (code, _, error) = await Run(["train", .. data, "--epochs", "9", "--out", run, "--resume"]);
        Assert.Equal(WrongUsage, code);
        Assert.Contains("--epochs cannot be given with --resume", error, StringComparison.Ordinal);
        await Succeeds(["train", .. data, "--threads", "1", "--out", run, "--resume"]);
        Assert.All(new[] { "history.csv", "train.log", "movie-ours.png", "movies-before.csv", "movies-after.csv", "predicted-against-true.png" },
            file => Assert.True(File.Exists(Path.Combine(run, file)), file));
        Assert.Contains(
            "weights at the start", await File.ReadAllTextAsync(new RunFolder(run).Log, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await Succeeds("export", new RunFolder(run).Best, "--half", "--out", package);
        string cardFile = Path.Combine(package, ModelCard.FileName);
        ModelCard card = ModelCard.Read(cardFile);
        Assert.Equal("ours", card.Name);
        Assert.DoesNotContain("EPIC", card.Training!.Value.GetProperty("data").GetString(), StringComparison.Ordinal);
        // Some batches teach it nothing about what shows nuclei.
        (card with { RecognitionThreshold = null }).Write(cardFile);
        await Succeeds(["calibrate", package, .. data]);
        await Succeeds(["measure", package, .. data, "--frames", "5"]);
        await Succeeds("describe", package, "--image", Repository.SampleImage);
        card = ModelCard.Read(cardFile);
        Assert.NotNull(card.Intervals);
        Assert.True(card.Growth is { Limit: > 0, Embryos: > 0 });
        Assert.All(card.Errors.Where(measured => measured.On == "ours"), measured =>
        {
            Assert.StartsWith("IN TRAINING: real frames of ours", measured.Training, StringComparison.Ordinal);
            Assert.True(measured.Errors.Frames > 50);
        });
        using var model = LineagePopulationModel.Load(package);
        Assert.NotEmpty(model.PredictMovie(Repository.SampleMovie, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Movies_that_are_given_and_not_trained_on_are_refused()
    {
        int offset = NucleiTrackReader.Read(Repository.SampleNuclei).TimePoints[0].Value;
        File.Copy(Repository.SampleMovie, folder["ours.mp4"]);
        File.Copy(Repository.SampleNuclei, folder["CDours.csv.gz"]);
        string manifest = folder.Write(
            "ours.csv", string.Create(CultureInfo.InvariantCulture, $"movie,nuclei,offset,role\nours.mp4,CDours.csv.gz,{offset},test\n"));
        (int code, _, string error) = await Run("train", "--movies", manifest, "--embryos", "6", "--cache", folder["cache"], "--out", folder["run"]);
        Assert.Equal(Refused, code);
        Assert.Contains("not trained on, and the recipe wants real frames", error, StringComparison.Ordinal);
        Assert.False(File.Exists(new RunFolder(folder["run"]).Last));
    }

    [Fact]
    public async Task Each_movie_is_judged_by_a_network_that_never_saw_its_recording()
    {
        int offset = NucleiTrackReader.Read(Repository.SampleNuclei).TimePoints[0].Value;
        var manifest = new System.Text.StringBuilder("movie,nuclei,recording,offset\n");
        foreach (string day in new[] { "monday", "friday" })
        {
            File.Copy(Repository.SampleMovie, folder[$"{day}.mp4"]);
            File.Copy(Repository.SampleNuclei, folder[$"CD{day}.csv.gz"]);
            _ = manifest.Append(CultureInfo.InvariantCulture, $"{day}.mp4,CD{day}.csv.gz,{day},{offset}\n");
        }

        string recipe = folder.Write("recipe.json", """
            {
              "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 2, "ValidationFrames": 4, "Epochs": 1, "RealShare": 0.5,
              "BFloat16": false, "DistractorShare": 0
            }
            """);
        string cross = folder["cross"];
        await Succeeds("cross", "--movies", folder.Write("ours.csv", manifest.ToString()), "--embryos", "8", "--cache", folder["cache"], "--recipe", recipe,
            "--threads", "1", "--out", cross);
        string[] rows = File.ReadAllLines(Path.Combine(cross, "cross.csv"));
        Assert.Equal(5, rows.Length);
        Assert.Contains(rows, row => row.StartsWith("monday,with the clock,", StringComparison.Ordinal)
            && row.Contains(
                "held out: nothing of its recording moved the weights, chose the epoch or calibrated; real frames of friday did", StringComparison.Ordinal));
        TrainingLedger average = TrainingLedger.Read(Path.Combine(cross, "average"), ModelCard.Read(Path.Combine(cross, "average", ModelCard.FileName)))!;
        Assert.Equal(["friday", "monday"], average.RealMovies());
    }

    /// <summary>The sample movie, lossless, without its first frames.</summary>
    private static void WriteWithout(int frames, string path)
    {
        VideoWriter? writer = null;
        foreach (MovieFrame frame in FrameSource.Open(Repository.SampleMovie).Frames())
        {
            using (frame)
            using (var colour = new Mat())
            {
                Cv2.CvtColor(frame.Image.Pixels, colour, ColorConversionCodes.GRAY2BGR);
                writer ??= new VideoWriter(path, VideoWriter.FourCC('F', 'F', 'V', '1'), 10, colour.Size());
                if (frame.Index.Value >= frames) writer.Write(colour);
            }
        }

        writer?.Dispose();
    }

    private static async Task Succeeds(params string[] args)
    {
        (int code, _, string error) = await Run(args);
        Assert.True(code == 0, $"{args[0]}: {error}");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using Process process = Start(args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Sends Ctrl-C once batches have been trained on.</summary>
    private static async Task<(int Code, string Error)> Interrupt(string[] args, string run)
    {
        using Process process = Start(args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        string last = new RunFolder(run).Last;
        while (!process.HasExited && !(File.Exists(last) && Checkpoint.ReadState(last).Batch > 0)) await Task.Delay(20, TestContext.Current.CancellationToken);
        using (Process signal = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _ = await output;
        return (process.ExitCode, await error);
    }

    private static Process Start(string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent by kill, which Windows lacks.");
        return Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "elegans-train"), args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }
}
