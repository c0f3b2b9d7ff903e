using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Models;
using Elegans.Simulation.Reference;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using Elegans.Training.Run;
using TorchSharp;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class TrainingLedgerTests : IDisposable
{
    private static readonly Dictionary<string, NucleiTrack> Tracks = new[] { "film_L1", "film_L2", "a", "b", "c", "d" }
        .Select((name, seed) => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Name = name, MaxFrames = 12 }))
        .ToDictionary(track => track.Name);

    private static readonly TrainingData Embryos = new(Tracks);
    private static readonly EmbryoSplit Split = new() { Training = ["a", "film_L1"], Validation = ["b"], Test = ["c", "d"] };
    private static readonly EmbryoSplit WithoutFilm = new() { Training = ["a"], Validation = ["b"], Test = ["c", "d"], Excluded = ["film_L1", "film_L2"] };

    private static readonly TrainingRecipe Small = new()
    {
        Input = new() { Width = 48, Height = 32 },
        BatchSize = 4,
        BatchesPerEpoch = 2,
        ValidationFrames = 4,
        Epochs = 1,
        BFloat16 = false,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_trained_on_a_recording_and_tuned_without_it_are_never_called_held_out()
    {
        string trained = Export("trained", Train("run", Small, Split));
        string tuned = Export("tuned", Train("again", Small with { Exclude = ["film"] }, WithoutFilm, trained));
        ModelCard card = ModelCard.Read(Path.Combine(tuned, ModelCard.FileName)), before = ModelCard.Read(Path.Combine(trained, ModelCard.FileName));
        TrainingLedger ledger = TrainingLedger.Read(tuned, card)!;

        Assert.Equal([before.Weights.Sha256], ledger.Own.From);
        Assert.DoesNotContain(ledger.Own.Entries, entry => entry.Recording == "film");
        Assert.Equal(LedgerAnswer.Touched, ledger.Asked("film_L2", "film", LedgerRole.Weights));
        (LedgerAccount account, LedgerEntry entry) = Assert.Single(ledger.Touching("film_L2", "film"));
        Assert.Equal((before.Weights.Sha256, new LedgerEntry("film", "film_L1", null, LedgerRole.Weights)), (account.Sha256, entry));
        using var models = new HeldOutModels([tuned]);
        Assert.Equal($"IN TRAINING: renderings of film_L1, by the weights {before.Weights.Sha256[..8]}", models.For("film_L1").Training);
        Assert.StartsWith("IN TRAINING", models.For("film_L2").Training, StringComparison.Ordinal); // the same recording
        Assert.StartsWith("IN TRAINING: 1 of 2", models.TrainingOf(["c", "film_L1"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_movie_on_the_test_side_is_held_out_and_one_that_validated_is_not()
    {
        using var models = new HeldOutModels([Export("package", Train("run", Small, Split))]);
        Assert.StartsWith("held out: ", models.For("c").Training, StringComparison.Ordinal);
        Assert.StartsWith("held out: ", models.TrainingOf(["c", "d"]), StringComparison.Ordinal);
        Assert.StartsWith("IN VALIDATION: renderings of b", models.For("b").Training, StringComparison.Ordinal);
        Assert.StartsWith("IN TRAINING: renderings of a", models.For("a").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_movies_are_said_to_have_been_in_view()
    {
        using var models = new HeldOutModels([Export("package", Train("run", Small, Split))]);
        string said = models.For("20071217_ceh-432x3").Training;
        Assert.StartsWith("held out: ", said, StringComparison.Ordinal);
        Assert.EndsWith("; set with it in view: the renderer's ranges, the clock's settings and limit of misfit", said, StringComparison.Ordinal);
        // A training embryo of EPIC, which the course and the reference embryo were computed from, and a test embryo, which they were not.
        Assert.EndsWith(
            "; set with it in view: the reference course, the reference embryo", models.For("20060627_cnd1_4-2").Training, StringComparison.Ordinal);
        Assert.EndsWith("no real frame was trained on", models.For("20060516_mir_57").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_package_without_ledger_and_of_what_is_tuned_from_it_nothing_is_held_out()
    {
        string bare = folder["bare"];
        using (ResNet18 network = TestNetworks.Warm(1))
            ModelPackageWriter.Write(bare, network, halfPrecision: true, TestNetworks.Card(Small, WithoutFilm) with { Input = Small.Input });
        Assert.False(File.Exists(Path.Combine(bare, TrainingLedger.FileName)));
        string tuned = Export("tuned", Train("again", Small, WithoutFilm, bare));
        string sum = ModelCard.Read(Path.Combine(bare, ModelCard.FileName)).Weights.Sha256[..8];
        using HeldOutModels without = new([bare]), after = new([tuned]), both = new([tuned, Export("random", Train("run", Small, WithoutFilm))]);
        Assert.Equal($"unknown: what was trained on is not proved for the weights {sum}", without.For("film_L1").Training);
        Assert.StartsWith("IN TRAINING", without.For("a").Training, StringComparison.Ordinal); // its card says so
        Assert.Equal($"unknown: kept for the test, but what was trained on is not proved for the weights {sum}", after.For("c").Training);
        Assert.StartsWith("held out", both.For("c").Training, StringComparison.Ordinal);
        Assert.Contains($"not known of {sum}", after.First.Card.Training!.Value.GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_without_ledger_is_exported_as_unknown()
    {
        string run = Train("run", Small, WithoutFilm);
        using (ZipArchive zip = ZipFile.Open(run, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.GetEntry("state.json")!;
            JsonNode state;
            using (Stream stream = entry.Open()) state = JsonNode.Parse(stream)!;
            Assert.True(state.AsObject().Remove("Ledger"));
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("state.json").Open());
            writer.Write(state.ToJsonString());
        }

        using var models = new HeldOutModels([Export("package", run)]);
        Assert.StartsWith("unknown", models.For("film_L1").Training, StringComparison.Ordinal);
        Assert.StartsWith("IN TRAINING", models.For("a").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void An_average_of_different_splits_is_refused_and_one_of_the_same_holds_what_bore_on_either()
    {
        string one = Stopped("one", Split, new LedgerEntry("film", "film_L1", "film_L1.mov", LedgerRole.Weights)),
            other = Stopped("other", Split, new LedgerEntry("else", "else", null, LedgerRole.Schedule)), apart = Stopped("apart", Split with
            {
                Training = ["a", "c"],
                Test = ["d"],
            });
        string message = Assert.Throws<InputException>(() => Export("mixed", one, apart)).Message;
        Assert.Contains("c is on another side", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.False(Directory.Exists(folder["mixed"]));

        using var models = new HeldOutModels([Export("average", one, other)]);
        Assert.StartsWith("IN TRAINING: real frames of film_L1", models.For("film_L2").Training, StringComparison.Ordinal);
        Assert.StartsWith("IN VALIDATION", models.For("else").Training, StringComparison.Ordinal);
        Assert.StartsWith("held out", models.For("c").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_run_left_out_and_another_trained_on_the_average_was_trained_on()
    {
        using var models = new HeldOutModels([Export("average", Stopped("one", WithoutFilm), Stopped("other", Split with { Excluded = ["film_L2", "x"] }))]);
        Assert.Equal(["a", "film_L1"], models.Split.Training);
        Assert.Equal(["film_L2", "x"], models.Split.Excluded);
    }

    [Fact]
    public void The_statistics_of_an_average_are_measured_anew_on_frames()
    {
        string one = Stopped("one", Split), other = Stopped("others", Split);
        TrainingState state = AveragedRuns.Together([one, other]);
        using ResNet18 measured = AveragedRuns.Of([one, other], state, Embryos, TestContext.Current.CancellationToken),
            mean = Checkpoint.ReadAverage([one, other]);
        float[] Of(ResNet18 network, bool statistics) =>
            [.. network.Tensors().Where(tensor => tensor.Name.Contains("running", StringComparison.Ordinal) == statistics
            && tensor.Tensor.is_floating_point()).SelectMany(tensor => tensor.Tensor.data<float>().ToArray())];
        Assert.Equal(Of(mean, statistics: false), Of(measured, statistics: false));
        // What enters the first normalisation of frames between -1 and 1 has the mean and variance that it is then taken to have.
        Assert.NotEqual(Of(mean, statistics: true), Of(measured, statistics: true));
        using (torch.no_grad())
        {
            measured.train();
            using var sources = new TrainingSources(Embryos, state.Recipe, state.Split);
            using var renderer = new BatchRenderer(sources.Training, state.Recipe, stream: 9);
            Batch batch = renderer.Render(1, 64);
            using torch.Tensor frames = torch.tensor(batch.Frames, [batch.Size, 1, 32, 48]), entering = measured.conv1.call(frames);
            float[] expected = entering.mean([0, 2, 3]).data<float>().ToArray(), running = measured.bn1.running_mean!.data<float>().ToArray();
            float spread = expected.Max(MathF.Abs);
            Assert.All(expected.Zip(running), pair => Assert.Equal(pair.First, pair.Second, 0.35f * spread));
        }
    }

    [Fact]
    public void Whole_numbers_and_calibration_carry_the_ledger_over_and_add_to_it()
    {
        string package = Export("package", Train("run", Small, Split)), whole = folder["whole"];
        ModelPackage read = ModelPackage.Read(package);
        ModelCard card = ModelQuantiser.Quantise(read, Embryos, 16, whole, _ => { }, TestContext.Current.CancellationToken);
        PackageLedger.Calibrated(whole, card, ["b"]).Write(whole);
        TrainingLedger before = TrainingLedger.Read(package, read.Card)!, after = TrainingLedger.Read(whole, card)!;
        Assert.Equal(before.Own, after.Accounts[1]);
        Assert.Equal([read.Card.Weights.Sha256], after.Own.From);
        Assert.Equal(
            [
                new LedgerEntry("a", "a", null, LedgerRole.Weights), new LedgerEntry("film", "film_L1", null, LedgerRole.Weights),
                new LedgerEntry("b", "b", null, LedgerRole.Calibration),
            ],
            after.Own.Entries);
        using var models = new HeldOutModels([whole]);
        Assert.StartsWith("held out", models.For("c").Training, StringComparison.Ordinal);
        Assert.StartsWith("IN TRAINING", models.For("film_L1").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_goes_on_with_other_embryos_holds_both()
    {
        TrainingState left = Checkpoint.ReadState(Train("run", Small, Split));
        var more = new TrainingData(new Dictionary<string, NucleiTrack>(Tracks) { ["new"] = Tracks["a"] });
        TrainingLedger ledger = RunLedger.Resumed(left with { Split = Split with { Training = ["a", "new"] } }, more);
        Assert.Equal(LedgerAnswer.Touched, ledger.Asked("film_L1", "film", LedgerRole.Weights));
        Assert.Equal(LedgerAnswer.Touched, ledger.Asked("new", "new", LedgerRole.Weights));
        Assert.Equal(left.Ledger, RunLedger.Resumed(left, Embryos));
    }

    [Fact]
    public void The_movies_that_a_manifest_puts_into_one_recording_are_one()
    {
        AnnotatedMovie Movie(string name) => new($"{name}.mov", Tracks[name], "day 1", Annotation.Alignment.FrameAlignment.Epic);
        var data = new TrainingData(new Dictionary<string, NucleiTrack> { ["a"] = Tracks["a"] }, [Movie("c"), Movie("d")]);
        var account = new LedgerAccount().With(data.EntriesOf(Small with { RealMovies = ["c"] }, Split with { Test = ["d"] }));
        Assert.Equal(
            [
                new LedgerEntry("a", "a", null, LedgerRole.Weights), new LedgerEntry("day 1", "c", "c.mov", LedgerRole.Weights),
                new LedgerEntry("day 1", "d", null, LedgerRole.Test), new LedgerEntry("day 1", "d", "d.mov", LedgerRole.Test),
            ],
            account.Entries);
        Assert.Equal(LedgerAnswer.Touched, TrainingLedger.Of(account).Asked("d", "day 1", LedgerRole.Weights));
    }

    [Fact]
    public void What_all_models_share_was_made_from_the_embryos_that_the_shipped_card_names()
    {
        ModelCard card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
        TrainingLedger ledger = PackageLedger.Of(ModelPackage.ShippedFolder, card);
        HashSet<string> weights = Of(LedgerRole.Weights), schedule = Of(LedgerRole.Schedule), calibration = Of(LedgerRole.Calibration);
        Assert.Subset(weights, Of(LedgerRole.Course));
        Assert.Subset(weights, Of(LedgerRole.Reference));
        Assert.Equal(schedule, Of(LedgerRole.Clock));
        // What validates, calibrates or tests was not trained on, by any of the weights that the shipped ones come from.
        Assert.Empty(weights.Intersect(schedule.Concat(calibration).Concat(Of(LedgerRole.Test))));
        Assert.Equal(["20071217_ceh-432x3", "20080731_ceh-32_4_L1", "20080731_ceh-32_4_L2"], ledger.RealMovies());
        // Nothing of it is unknown, back to random weights: those it was rounded from, with maps of nuclei, of crops, and 1.0.0.
        Assert.Equal(LedgerAnswer.Untouched, ledger.Asked("ours", "ours", LedgerRole.Weights));
        Assert.Equal(5, ledger.Accounts.Length);

        HashSet<string> Of(LedgerRole role) => [.. ledger.Accounts.SelectMany(account => account.Entries)
            .Where(entry => entry.Role == role && entry.Movie is null).Select(entry => entry.Embryo)];
    }

    private string Train(string name, TrainingRecipe recipe, EmbryoSplit split, string? from = null)
    {
        var start = new RunStart { Package = from is null ? null : ModelPackage.Read(from), Split = split };
        using ModelTrainer trainer = start.Begin(folder[name], Embryos, recipe);
        trainer.Run(_ => { }, TestContext.Current.CancellationToken);
        return new RunFolder(folder[name]).Best;
    }

    private string Export(string name, params string[] checkpoints)
    {
        TrainedPackage.Write(folder[name], checkpoints, halfPrecision: true, name, "1.0.0", Embryos, TestContext.Current.CancellationToken);
        return folder[name];
    }

    /// <summary>The checkpoint of a run on whose weights something bore.</summary>
    private string Stopped(string name, EmbryoSplit split, params LedgerEntry[] entries)
    {
        using ResNet18 network = TestNetworks.Warm(name.Length);
        Checkpoint.SaveAverage(folder[name], new TrainingState
        {
            Recipe = Small,
            Split = split,
            Schedule = new PlateauSchedule { LearningRate = 1e-3, Factor = 0.5, Patience = 2 },
            Ledger = TrainingLedger.Of(new LedgerAccount().With(entries)),
        }, network);
        return folder[name];
    }
}
