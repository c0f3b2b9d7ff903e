using Elegans.Imaging;
using Elegans.Trainer;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class TrainerProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Embryos_drawn_from_the_reference_can_be_trained_on_exported_and_used()
    {
        string recipe = folder.Write("recipe.json", """{ "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 2, "ValidationFrames": 4, "BFloat16": false }""");
        string run = folder["run"], package = folder["package"];
        Assert.Equal(0, (await Run("train", "--embryos", "6", "--out", run, "--recipe", recipe, "--epochs", "1")).ExitCode);
        Assert.Equal(0, (await Run("export", ModelTrainer.BestCheckpoint(run), "--out", package)).ExitCode);
        using var model = LineagePopulationModel.Load(package);
        Assert.Equal(48, model.Card.Input.Width);
        using NuclearImage image = NuclearImage.Read(Repository.SampleImage);
        Assert.All(model.Read(image).Cells, count => Assert.True(float.IsFinite(count)));
    }

    [Fact]
    public async Task What_cannot_be_used_ends_in_one_line()
    {
        await Fails(3, "is not a folder", "train", "--nuclei", folder["none"], "--out", folder["run"]);
        await Fails(3, "holds no nuclei track", "train", "--nuclei", folder.Path, "--out", folder["run"]);
        await Fails(3, "is not a training recipe", "train", "--recipe", folder.Write("r.json", """{ "Epoch": 3 }"""), "--out", folder["run"]);
        await Fails(3, "is not a whole checkpoint", "export", folder.Write("cut.checkpoint", "PK"), "--out", folder["package"]);
        await Fails(1, "too few", "train", "--embryos", "2", "--out", folder["run"]);
        await Fails(2, "--colour", "train", "--colour", "green", "--out", folder["run"]);
    }

    private static async Task Fails(int exitCode, string problem, params string[] args)
    {
        (int actual, string error) = await Run(args);
        Assert.Equal(exitCode, actual);
        Assert.Contains(problem, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        return (await TrainerProgram.RunAsync(args, output, error), error.ToString());
    }
}
