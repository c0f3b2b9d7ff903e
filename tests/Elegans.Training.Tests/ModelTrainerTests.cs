using Elegans.Annotation;
using Elegans.Simulation.Reference;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using TorchSharp;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class ModelTrainerTests : IDisposable
{
    private static readonly Dictionary<string, NucleiTrack> Tracks = Enumerable.Range(1, 12)
        .Select(seed => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Name = $"embryo{seed}", MostFrames = 60 })).ToDictionary(track => track.Name);

    private static readonly TrainingData Embryos = new(Tracks);

    private static readonly TrainingRecipe Small = new()
    {
        Input = new() { Width = 48, Height = 32 },
        BatchSize = 8,
        BatchesPerEpoch = 12,
        ValidationFrames = 16,
        Epochs = 2,
        WarmUpBatches = 4,
        BFloat16 = false,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Training_lowers_the_loss()
    {
        using ModelTrainer trainer = ModelTrainer.Open(folder.Path, Embryos, Small with { Epochs = 5, BatchesPerEpoch = 25 }, resume: false);
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.True(trainer.State.History[^1].TrainingLoss < 0.7 * trainer.State.History[0].TrainingLoss, string.Join(" ", trainer.State.History.Select(epoch => epoch.TrainingLoss)));
    }

    [Fact]
    public void A_resumed_run_ends_with_the_weights_of_an_uninterrupted_one()
    {
        torch.set_num_threads(1);
        string whole = Directory.CreateDirectory(folder["whole"]).FullName, parts = Directory.CreateDirectory(folder["parts"]).FullName;
        using (ModelTrainer trainer = ModelTrainer.Open(whole, Embryos, Small, resume: false)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        using (ModelTrainer trainer = ModelTrainer.Open(parts, Embryos, Small, resume: false))
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => trainer.Run(
                progress =>
                {
                    if (progress is { Epoch: 2, Finished: null }) stop.Cancel();
                },
                stop.Token));
        }

        using (ModelTrainer trainer = ModelTrainer.Open(parts, Embryos, Small, resume: true)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(Weights(whole), Weights(parts));
    }

    [Fact]
    public void A_folder_with_a_run_in_it_is_not_overwritten()
    {
        using (ModelTrainer trainer = ModelTrainer.Open(folder.Path, Embryos, Small with { Epochs = 1, BatchesPerEpoch = 1 }, resume: false)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Contains("holds a run already", Assert.Throws<InputException>(() => ModelTrainer.Open(folder.Path, Embryos, Small, resume: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_was_cut_off_is_refused()
    {
        string path = folder.Write("last.checkpoint", "not a checkpoint");
        Assert.StartsWith(path, Assert.Throws<InputException>(() => Checkpoint.ReadState(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_the_same_whenever_it_is_rendered_and_no_two_are_alike()
    {
        using BatchRenderer first = new(Rendered(), Small, stream: 0), second = new(Rendered(), Small, stream: 0);
        first.Render(6, 4);
        Assert.Equal(first.Render(7, 4).Frames, second.Render(7, 4).Frames);
        Assert.NotEqual(first.Render(8, 4).Frames, second.Render(7, 4).Frames);
    }

    [Fact]
    public void All_targets_lie_between_minus_one_and_one()
    {
        using var renderer = new BatchRenderer(Rendered(), Small, stream: 0);
        Assert.All(renderer.Render(1, 64).Targets, target => Assert.InRange(target, -1f, 1f));
    }

    [Fact]
    public void What_is_no_embryo_has_no_counts_to_learn()
    {
        using var renderer = new BatchRenderer(new Distractors(Embryos.Sampler(Tracks.Keys, Small), Small.Microscopes, Small.Views), Small, stream: 0);
        Batch batch = renderer.Render(1, 32);
        Assert.All(batch.ShowsNuclei, shows => Assert.Equal(0, shows));
        Assert.All(batch.Targets, target => Assert.True(float.IsNaN(target)));
    }

    private static RenderedFrames Rendered() => new(Embryos.Sampler(Tracks.Keys, Small), Small.Microscopes, Small.Views);

    private static float[] Weights(string run)
    {
        using ResNet18 network = Checkpoint.ReadAverage(ModelTrainer.LastCheckpoint(run));
        return [.. network.Tensors().SelectMany(tensor => tensor.Tensor.to(torch.ScalarType.Float32).data<float>().ToArray())];
    }
}
