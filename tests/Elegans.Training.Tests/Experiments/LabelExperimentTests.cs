using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;
using Elegans.Training.Data;
using Elegans.Training.Experiments;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Tests.Experiments;

/// <summary>The experiment on five drawn embryos, two batches a run.</summary>
[Collection(OneTorch.Name)]
public sealed class LabelExperimentTests : IDisposable
{
    private const string Filmed = "filmed";
    private static readonly LabelSource[] Twins = [LabelSource.Published, LabelSource.Traced];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Both_labels_are_trained_with_every_seed_and_the_page_gives_mean_and_spread()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Dictionary<string, NucleiTrack> tracks = Enumerable.Range(1, 5).Select(seed => Draw($"drawn{seed}", seed)).ToDictionary(track => track.Name);
        var recipe = new TrainingRecipe
        {
            Input = new InputSpecification { Width = 48, Height = 32 },
            Seed = 7,
            BatchSize = 4,
            BatchesPerEpoch = 8,
            ValidationFrames = 4,
            Epochs = 1,
            StoredFrames = 8,
            DistractorShare = 0,
            WarmUpBatches = 0,
            WeightAveraging = 0,
            BFloat16 = false,
        };
        var experiment = new LabelExperiment(
            folder["runs"], recipe, new TrainingData(tracks, published: tracks.Values.ToDictionary(track => track.Name, Stretched),
                cache: new FrameCache(folder["cache"])));
        ExperimentRun[] runs = [.. experiment.Seeds(2).SelectMany(seed => Twins.Select(labels => experiment.Train(labels, seed, _ => { }, cancellation)))];

        Assert.Equal([7, 7, 8, 8], runs.Select(run => run.Seed));
        Assert.All(runs, run => Assert.Equal(runs[0].State.Split, run.State.Split)); // the same embryos judge, whatever the seed
        Assert.Equal(4, runs.Select(run => ModelCard.Read(Path.Combine(run.Package, ModelCard.FileName)).Weights.Sha256).Distinct().Count());
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(experiment.FolderOf(LabelSource.Traced, 8), "last.checkpoint"));
        experiment.Train(LabelSource.Traced, 8, _ => Assert.Fail("A finished run was trained again."), cancellation);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(experiment.FolderOf(LabelSource.Traced, 8), "last.checkpoint")));

        NucleiTrack filmed = Draw(Filmed, 9);
        string file = folder[$"{Filmed}.mp4"];
        new SimulatedMovie(filmed, View.OfTrack(712, 512), new MicroscopeRanges(), 4).Write(file, cancellation: cancellation);
        AnnotatedMovie[] movies = [new(file, filmed, Filmed, FrameAlignment.Epic)];
        var page = new ExperimentPage
        {
            Runs = runs,
            Judged =
            [
                .. Twins.Select(labels => new JudgedRuns(runs.First(run => run.Labels == labels).Name, runs.Where(run => run.Labels == labels)
                    .Select(run => LabelExperiment.Judge([run.Package], movies, cancellation)))),
                new JudgedRuns("this project's own recipe", [LabelExperiment.Judge([runs[0].Package], movies, cancellation)]),
            ],
            Command = "elegans-train experiment",
        };
        page.Write(folder["experiment.md"]);
        string text = File.ReadAllText(folder["experiment.md"]);
        Assert.Contains("with the seeds 7, 8", text, StringComparison.Ordinal);
        string[] rows = [.. text.Split('\n').Where(line => line.StartsWith($"| {Filmed} |", StringComparison.Ordinal))];
        Assert.Equal(4, rows.Length); // the preset twice, its own recipe in both ways
        Assert.Contains(" ± ", rows[0], StringComparison.Ordinal);
        Assert.Contains($"`{ModelCard.Read(Path.Combine(runs[0].Package, ModelCard.FileName)).Weights.Sha256[..8]}`", rows[0], StringComparison.Ordinal);
        Assert.Contains("held out", rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain(" ± ", rows[2], StringComparison.Ordinal);
        Assert.Contains("| with the clock |", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public void The_spread_over_seeds_is_that_of_a_sample()
    {
        SeedSpread spread = SeedSpread.Of([1, 2, 3]);
        Assert.Equal((2, 1), (spread.Mean, spread.Deviation));
        Assert.Equal("2.0 ± 1.0", spread.Text(value => FormattableString.Invariant($"{value:F1}")));
        Assert.Null(SeedSpread.Of([5]).Deviation);
    }

    private static NucleiTrack Draw(string name, int seed) => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions
    {
        Name = name,
        MaxFrames = 40,
    });

    /// <summary>Labels as in the published table: half as fast, and some frames called empty.</summary>
    private static IReadOnlyDictionary<FrameIndex, LineageCounts> Stretched(NucleiTrack track) => track.Labels(FrameAlignment.Epic)
        .ToDictionary(label => label.Frame, label => label.Frame.Value % 2 == 0
            ? default
            : track.CountsAt(new TimePoint(1 + (label.Frame.Value / 2))) ?? default);
}
