using System.Diagnostics;
using System.IO.Compression;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Reference;
using Elegans.Training.Augmentations;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using Elegans.Training.Run;
using TorchSharp;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class ModelTrainerTests : IDisposable
{
    private static readonly Dictionary<string, NucleiTrack> Tracks = Enumerable.Range(1, 12)
        .Select(seed => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Name = $"embryo{seed}", MaxFrames = 60 }))
            .ToDictionary(track => track.Name);

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
        using ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small with { Epochs = 5, BatchesPerEpoch = 25 });
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.True(trainer.State.History[^1].TrainingLoss < 0.7 * trainer.State.History[0].TrainingLoss,
            string.Join(" ", trainer.State.History.Select(epoch => epoch.TrainingLoss)));
    }

    [Fact]
    public void A_run_says_where_its_network_differs_from_the_one_it_starts_from()
    {
        Directory.CreateDirectory(folder["first"]);
        using (ModelTrainer first = new RunStart().Begin(folder["first"], Embryos, Small with { Epochs = 1, BatchesPerEpoch = 1, NucleusWeight = 0.3 }))
            first.Run(_ => { }, TestContext.Current.CancellationToken);
        TrainedPackage.Write(
            folder["package"], [new RunFolder(folder["first"]).Best], halfPrecision: true, "tiny", "1.0.0", Embryos, TestContext.Current.CancellationToken);
        var said = new List<string>();
        var start = new RunStart { Package = ModelPackage.Read(folder["package"]), Say = said.Add };
        using (start.Begin(folder["same"], Embryos, Small with { NucleusWeight = 0.3 }))
            Assert.DoesNotContain(
                said, line => line.Contains("and this run takes", StringComparison.Ordinal) || line.Contains("left behind", StringComparison.Ordinal));
        using (start.Begin(folder["other"], Embryos, Small with { Input = new() { Width = 64, Height = 40 } }))
        {
            Assert.Contains(said, line => line.Contains("trained on 48 × 32 pixels, and this run takes 64 × 40", StringComparison.Ordinal));
            Assert.Contains(said, line => line.Contains("the maps of nuclei of tiny are left behind", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_resumed_run_ends_with_the_weights_of_an_uninterrupted_one()
    {
        torch.set_num_threads(1);
        string whole = Directory.CreateDirectory(folder["whole"]).FullName, parts = Directory.CreateDirectory(folder["parts"]).FullName;
        using (ModelTrainer trainer = new RunStart().Begin(whole, Embryos, Small)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        using (ModelTrainer trainer = new RunStart().Begin(parts, Embryos, Small))
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => trainer.Run(
                progress =>
                {
                    if (progress is { Epoch: 2, Finished: null }) stop.Cancel();
                },
                stop.Token));
        }

        using (ModelTrainer trainer = new RunStart().Resume(parts, Embryos)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(Weights(whole), Weights(parts));
    }

    [Fact]
    public void A_run_interrupted_within_an_epoch_goes_on_from_that_batch()
    {
        torch.set_num_threads(1);
        using (ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small))
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => trainer.Run(
                progress =>
                {
                    if (progress.Batch > 0) stop.Cancel();
                },
                stop.Token));
        }

        TrainingState state = Checkpoint.ReadState(new RunFolder(folder.Path).Last);
        Assert.Equal((0, 10), (state.Epoch, state.Batch));
    }

    [Fact]
    public async Task A_run_killed_again_and_again_ends_with_the_weights_of_an_uninterrupted_one()
    {
        const int seed = 1;
        string recipe = folder.Write("recipe.json", """
            {
              "Input": { "Width": 48, "Height": 32 }, "BatchSize": 4, "BatchesPerEpoch": 8, "ValidationFrames": 4,
              "Epochs": 2, "WarmUpBatches": 2, "BFloat16": false, "CheckpointEvery": 5,
              "StoredFrames": 40, "Augmentations": [{ "Name": "Affine" }, { "Name": "ElasticTransform" }],
              "Refinement": { "Epochs": 1, "BatchSize": 4, "HardestShare": 0.1, "LeaveOutHardest": true }
            }
            """);
        string[] train = ["train", "--embryos", "6", "--cache", folder["cache"], "--threads", "1"], begin = ["--recipe", recipe, "--seed", $"{seed}"];
        string whole = folder["whole"], killed = folder["killed"];
        using (Process uninterrupted = Start([.. train, .. begin, "--out", whole]))
        {
            await uninterrupted.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, uninterrupted.ExitCode);
        }

        var random = new Random(seed);
        int kills = 0;
        for (bool finished = false; !finished;)
        {
            bool begun = File.Exists(new RunFolder(killed).Last);
            using Process run = Start([.. train, "--out", killed, .. begun ? ["--resume"] : begin]);
            int patience = kills < 4 ? random.Next(900, 2600) : 120_000;
            finished = run.WaitForExit(patience);
            if (finished) Assert.Equal(0, run.ExitCode);
            else kills++;
            run.Kill();
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(kills > 0);
        Assert.Equal(Weights(whole), Weights(killed));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "hardest.csv")), File.ReadAllBytes(Path.Combine(killed, "hardest.csv")));
    }

    [Fact]
    public void A_run_ends_early_when_epochs_bring_nothing_and_stays_ended()
    {
        TrainingRecipe hopeless = Small with
        {
            LearningRate = 1e-12,
            WarmUpBatches = 0,
            WeightAveraging = 0,
            Epochs = 20,
            BatchesPerEpoch = 2,
            EarlyStopping = 2,
        };
        using (ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, hopeless)) trainer.Run(
            _ => { }, TestContext.Current.CancellationToken);
        int epochs = Checkpoint.ReadState(new RunFolder(folder.Path).Last).Epoch;
        Assert.InRange(epochs, 2, 19);
        using ModelTrainer resumed = new RunStart().Resume(folder.Path, Embryos);
        resumed.Run(_ => Assert.Fail("The run has ended."), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_checkpoint()
    {
        using ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos,
            Small with { LearningRate = 1e30, WarmUpBatches = 0, Optimiser = Optimiser.Adam, Loss = CountLoss.MeanSquared });
        Assert.Contains("no longer a number in epoch 1", Assert.Throws<InvalidOperationException>(
            () => trainer.Run(_ => { }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.All(Weights(folder.Path), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void A_run_leaves_its_history_as_a_table_and_figures()
    {
        using (ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small with { BatchesPerEpoch = 1 })) trainer.Run(
            _ => { }, TestContext.Current.CancellationToken);
        string[] rows = File.ReadAllLines(folder["history.csv"]);
        Assert.StartsWith("epoch,learning_rate,training_loss,validation_loss,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2"], rows.Skip(1).Select(row => row.Split(',')[0]));
        Assert.Equal("", rows[1].Split(',')[2]); // the weights at the start have no training loss
        Assert.All(new[] { "loss.png", "learning-rate.png", "error.png", "error-by-lineage.png", "predicted-against-true.png", "error-by-stage.png" },
            figure => Assert.True(new FileInfo(folder[figure]).Length > 1000));
    }

    [Fact]
    public void The_second_stage_lays_out_the_hardest_frames_and_leaves_them_out_where_asked()
    {
        TrainingRecipe refined = Small with
        {
            StoredFrames = 50,
            Epochs = 1,
            BatchesPerEpoch = 6,
            Refinement = new Refinement { Epochs = 1, BatchSize = 4, HardestShare = 0.1, LeaveOutHardest = true },
        };
        using ModelTrainer trainer = new RunStart().Begin(folder.Path, Cached(), refined);
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(2, trainer.State.Epoch);
        Assert.Equal(1e-4, trainer.State.Schedule.LearningRate, 9);
        Assert.Equal(5, trainer.State.LeftOut.Length);
        string[] rows = File.ReadAllLines(folder["hardest.csv"]);
        double[] losses = [.. rows.Skip(1).Select(row => double.Parse(row.Split(',')[4], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.True(new FileInfo(folder["hardest.png"]).Length > 1000);
    }

    [Fact]
    public void Frames_that_are_left_out_are_drawn_no_longer()
    {
        using var set = new StoredFrames(Embryos.Sampler(Tracks.Keys, Small), 6, Small, new FrameCache(folder["cache"]));
        set.LeaveOut([0, 1, 2, 4, 5]);
        using TrainingFrame only = set[3];
        for (int seed = 0; seed < 10; seed++)
        {
            using TrainingFrame drawn = set.Draw(new Random(seed));
            Assert.Equal(MatSpans.Of<byte>(only.Image.Pixels).ToArray(), MatSpans.Of<byte>(drawn.Image.Pixels).ToArray());
        }
    }

    [Fact]
    public void Twins_that_differ_in_labels_see_the_same_frames()
    {
        Dictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>> stretched = Tracks.Values.ToDictionary(
            track => track.Name, track => (IReadOnlyDictionary<FrameIndex, LineageCounts>)
            track.Labels(FrameAlignment.Epic)
                .ToDictionary(label => label.Frame, label => track.CountsAt(new TimePoint(1 + (label.Frame.Value / 2))) ?? default));
        var data = new TrainingData(Tracks, published: stretched, cache: new FrameCache(folder["cache"]));
        TrainingRecipe traced = Small with { StoredFrames = 30, DistractorShare = 0 }, published = traced with { Labels = LabelSource.Published };
        EmbryoSplit split = data.Split(traced);
        using TrainingSources first = new(data, traced, split), second = new(data, published, split);
        using BatchRenderer truth = new(first.Training, traced, 0), labels = new(second.Training, published, 0);
        Batch true1 = truth.Render(1, 30), stretched1 = labels.Render(1, 30);
        Assert.Equal(true1.Frames, stretched1.Frames);
        Assert.True(true1.Targets.Where((_, i) => i % FounderLineages.Count == 0).Average() > stretched1.Targets.Where((_, i) => i % FounderLineages.Count == 0)
            .Average() + 0.05);
    }

    [Fact]
    public void Labels_that_were_not_given_cannot_be_learnt() =>
        Assert.Equal(
            InputRemedy.Labels,
            Assert.Throws<InputException>(() => new RunStart().Begin(folder.Path, Embryos, Small with { Labels = LabelSource.Published })).Remedy);

    [Fact]
    public void Real_movies_are_trained_on_and_validated_on_by_the_sides_of_their_embryos()
    {
        NucleiTrack[] tracks = [.. Enumerable.Range(1, 4).Select(number => NucleiTrackReader.Read(Copy($"CDown{number}.csv.gz")))];
        AnnotatedMovie[] movies = [.. tracks.Select(
            (track, i) => new AnnotatedMovie(Repository.SampleMovie, track, $"recording {i}", new FrameAlignment(track.TimePoints[0].Value)))];
        var data = new TrainingData(tracks.ToDictionary(track => track.Name), movies, cache: new FrameCache(folder["cache"]));
        TrainingRecipe own = Small with { Epochs = 1, BatchesPerEpoch = 2, RealMovies = [TrainingData.AllMovies], RealShare = 0.5 };
        EmbryoSplit split = data.Split(own);
        using (var sources = new TrainingSources(data, own, split))
        {
            IFrameSet real = sources.Sets.Single(set => set.Name == "real");
            Assert.Equal(split.Training, Enumerable.Range(0, real.Count).Select(number => real.Shown(number).Embryo).Distinct().Order(StringComparer.Ordinal));
        }

        using ModelTrainer trainer = new RunStart().Begin(folder["run"], data, own);
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(1, trainer.State.Epoch);
    }

    [Fact]
    public void Real_frames_that_validate_are_as_they_were_filmed()
    {
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        AnnotatedMovie movie = new(Repository.SampleMovie, track, "recording", new FrameAlignment(track.TimePoints[0].Value));
        using var films = new RealFrames([movie], (_, _) => true, Small, new FrameCache(folder["cache"]), isVaried: false, _ => { });
        using TrainingFrame drawn = films.Draw(new Random(1));
        byte[] pixels = MatSpans.Of<byte>(drawn.Image.Pixels).ToArray();
        Assert.Contains(Enumerable.Range(0, films.Count), number =>
        {
            using TrainingFrame filmed = films[number];
            return MatSpans.Of<byte>(filmed.Image.Pixels).SequenceEqual(pixels);
        });
    }

    [Fact]
    public void A_run_that_makes_its_first_weights_worse_keeps_them_as_the_best()
    {
        TrainingRecipe ruinous = Small with { LearningRate = 3, WarmUpBatches = 0, WeightAveraging = 0, BatchesPerEpoch = 3, Optimiser = Optimiser.Adam };
        using ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, ruinous);
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (trainer.State.Epoch, trainer.State.Best!.Epoch));
        Assert.Equal(0, Checkpoint.ReadState(new RunFolder(folder.Path).Best).Epoch);
    }

    [Fact]
    public void Gradients_are_shortened_to_the_norm_that_the_recipe_allows()
    {
        float[] Head(double rate)
        {
            string run = folder[$"run{rate}"];
            TrainingRecipe still = Small with
            {
                LearningRate = rate,
                MaxGradientNorm = 1e-30,
                WeightAveraging = 0,
                Epochs = 1,
                BatchesPerEpoch = 3,
                Optimiser = Optimiser.Adam,
            };
            using (ModelTrainer trainer = new RunStart().Begin(run, Embryos, still)) trainer.Run(_ => { }, TestContext.Current.CancellationToken);
            using ResNet18 network = Checkpoint.ReadAverage(new RunFolder(run).Last);
            return network.fc.weight.data<float>().ToArray();
        }

        // Next to nothing is left of any gradient, so that no rate moves the weights.
        Assert.Equal(Head(1e-3), Head(1e-2));
    }

    [Fact]
    public void Memory_stays_flat_over_many_steps()
    {
        var sizes = new List<long>();
        using ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small with
        {
            BatchSize = 2,
            Epochs = 1,
            BatchesPerEpoch = 160,
            ValidationFrames = 2,
            CheckpointEvery = 1000,
        });
        trainer.Run(
            progress =>
            {
                using var process = Process.GetCurrentProcess();
                sizes.Add(process.WorkingSet64 >> 20);
            },
            TestContext.Current.CancellationToken);
        // The allocator settles in the first half, from whatever earlier tests left it with.
        long early = sizes.Skip(sizes.Count / 2).Take(4).Max(), late = sizes.TakeLast(4).Max();
        // A step that leaks keeps its activations: gigabytes over eighty steps. Validation at the end takes some memory of its own.
        Assert.True(late - early < 200, $"{string.Join(" ", sizes)} MB");
    }

    [Fact]
    public void A_folder_with_a_run_in_it_is_not_overwritten()
    {
        using (ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small with { Epochs = 1, BatchesPerEpoch = 1 })) trainer.Run(
            _ => { }, TestContext.Current.CancellationToken);
        Assert.Contains("holds a run already", Assert.Throws<InputException>(() => new RunStart().Begin(folder.Path, Embryos, Small)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_was_cut_off_is_refused()
    {
        string path = folder.Write("last.checkpoint", "not a checkpoint");
        Assert.StartsWith(path, Assert.Throws<InputException>(() => Checkpoint.ReadState(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_and_left_as_it_is()
    {
        using (ModelTrainer trainer = new RunStart().Begin(folder.Path, Embryos, Small with { Epochs = 1, BatchesPerEpoch = 1 })) trainer.Run(
            _ => { }, TestContext.Current.CancellationToken);
        string last = new RunFolder(folder.Path).Last;
        using (ZipArchive zip = ZipFile.Open(last, ZipArchiveMode.Update))
        {
            zip.GetEntry("network.dat")!.Delete();
            using Stream entry = zip.CreateEntry("network.dat").Open();
            using var writer = new BinaryWriter(entry);
            using TorchSharp.Modules.Linear other = torch.nn.Linear(3, 4);
            _ = other.save(writer);
        }

        byte[] before = File.ReadAllBytes(last);
        Assert.Contains("another network", Assert.Throws<InputException>(() => new RunStart().Resume(folder.Path, Embryos)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(last));
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

    private TrainingData Cached() => new(Tracks, cache: new FrameCache(folder["cache"]));

    private string Copy(string name)
    {
        File.Copy(Repository.SampleNuclei, folder[name]);
        return folder[name];
    }

    private static Process Start(string[] args) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "elegans-train.exe" : "elegans-train"), args)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

    private static RenderedFrames Rendered() => new(Embryos.Sampler(Tracks.Keys, Small), Small.Microscopes, Small.Views);

    private static float[] Weights(string run)
    {
        using ResNet18 network = Checkpoint.ReadAverage(new RunFolder(run).Last);
        return [.. network.Tensors().SelectMany(tensor => tensor.Tensor.to(torch.ScalarType.Float32).data<float>().ToArray())];
    }
}
