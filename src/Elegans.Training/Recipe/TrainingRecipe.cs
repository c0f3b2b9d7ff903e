using System.Collections.Immutable;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Rendering;
using Elegans.Training.Augmentations;
using Elegans.Training.Data;
using Elegans.Training.Frames;

namespace Elegans.Training.Recipe;

/// <summary>Everything that decides a training run but the embryos themselves. Written into the model card.</summary>
public sealed record TrainingRecipe
{
    private readonly ByContent<ImmutableArray<string>> realMovies = new([TrainingData.AllMovies]);
    private readonly ByContent<ImmutableArray<string>> exclude = new([]);
    private readonly ByContent<ImmutableArray<Augmentation>> augmentations = new([]);
    private readonly ByContent<ImmutableArray<double>> lossWeights = new([3, 1, 1.5, 0.25, 1, 0.75, 0.25]);

    /// <summary>Where all chance comes from: first weights, every rendered frame and, unless given, the split.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Where the split comes from; <see cref="Seed"/> where null. A run that goes on from another's weights keeps its split and takes a seed of its
    /// own, so that it sees new frames of the same embryos.
    /// </summary>
    public int? SplitSeed { get; init; }

    /// <summary>Network input and normalisation.</summary>
    public InputSpecification Input { get; init; } = new();

    /// <summary>How counts are scaled to [-1, 1].</summary>
    public TargetScaling Scaling { get; init; } = new();

    /// <summary>How nuclei and microscopes vary.</summary>
    public MicroscopeRanges Microscopes { get; init; } = new();

    /// <summary>How embryos are placed in the frame.</summary>
    public ViewRanges Views { get; init; } = new();

    /// <summary>How the light of real frames varies.</summary>
    public FilmRanges Film { get; init; } = new();

    /// <summary>The package whose weights the run starts from, with its sum; null for random weights.</summary>
    public string? StartedFrom { get; init; }

    /// <summary>
    /// Embryos whose real movies are trained on beside rendered frames; <see cref="TrainingData.AllMovies"/>, the default, stands for those on the training
    /// side, and then those on the validation side validate. No figure on a movie of their recordings is one on unseen data.
    /// </summary>
    public ImmutableArray<string> RealMovies
    {
        get => realMovies.Value;
        init => realMovies = new(value);
    }

    /// <summary>The share of training frames that come from real movies, where there are any.</summary>
    public double RealShare { get; init; } = 0.15;

    /// <summary>
    /// The share of training frames that show embryos one lineage of which lags, hurries or has stopped, so that the network
    /// counts each lineage where it is and does not infer it from the others.
    /// </summary>
    public double AbnormalShare { get; init; }

    /// <summary>
    /// The share of training frames that are cut out of rendered fields of view with other embryos, debris and writing, as prediction cuts embryos out.
    /// </summary>
    public double FieldShare { get; init; }

    /// <summary>The share of training frames that show no labelled nuclei, so that the network learns to tell.</summary>
    public double DistractorShare { get; init; } = 0.05;

    /// <summary>Names, or parts of names, of embryos that are never rendered: their whole recordings are left out.</summary>
    public ImmutableArray<string> Exclude
    {
        get => exclude.Value;
        init => exclude = new(value);
    }

    /// <summary>The share of recordings for validation, and as much again for the test.</summary>
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>
    /// How many rendered frames there are: rendered once, kept, and drawn from again and again, as from a folder of images.
    /// Null renders a new one every time.
    /// </summary>
    public int? StoredFrames { get; init; }

    /// <summary>Which labels are learnt.</summary>
    public LabelSource Labels { get; init; }

    /// <summary>How training frames are changed, one change after the other. Frames that validate are never changed.</summary>
    public ImmutableArray<Augmentation> Augmentations
    {
        get => augmentations.Value;
        init => augmentations = new(value);
    }

    /// <summary>Frames in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Batches in an epoch: every epoch renders new frames.</summary>
    public int BatchesPerEpoch { get; init; } = 250;

    /// <summary>Rendered frames to validate on after every epoch, always the same ones.</summary>
    public int ValidationFrames { get; init; } = 1280;

    /// <summary>The number of epochs.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Epochs without a lower validation loss after which the run ends; null never ends it early.</summary>
    public int? EarlyStopping { get; init; }

    /// <summary>A second stage at a lower rate; null for none.</summary>
    public Refinement? Refinement { get; init; }

    /// <summary>Batches between checkpoints within an epoch. After an epoch there is one anyway.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>What moves the weights.</summary>
    public Optimiser Optimiser { get; init; }

    /// <summary>How the distance from the targets is measured.</summary>
    public CountLoss Loss { get; init; }

    /// <summary>The first learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The learning rate rises to its first value over this many batches.</summary>
    public int WarmUpBatches { get; init; } = 200;

    /// <summary>Weight decay; of AdamW only.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>What the learning rate is multiplied by on a plateau of the validation loss.</summary>
    public double PlateauFactor { get; init; } = 0.5;

    /// <summary>Epochs without progress before the learning rate falls.</summary>
    public int PlateauPatience { get; init; } = 2;

    /// <summary>Over the last share of the epochs the learning rate also falls along a straight line to nearly zero.</summary>
    public double CooldownShare { get; init; } = 0.3;

    /// <summary>How much of the running average of weights one batch keeps; validated and exported are the averaged weights.</summary>
    public double WeightAveraging { get; init; } = 0.998;

    /// <summary>The scaled error at which the loss turns from quadratic to linear (smooth L1).</summary>
    public double LossBend { get; init; } = 0.05;

    /// <summary>
    /// The greatest norm of a step's gradient: a longer one is shortened to it (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063), so that one odd batch
    /// does not throw the weights; null never shortens.
    /// </summary>
    public double? MaxGradientNorm { get; init; } = 1;

    /// <summary>The weight of each lineage in the loss, in table order.</summary>
    public ImmutableArray<double> LossWeights
    {
        get => lossWeights.Value;
        init => lossWeights = new(value);
    }

    /// <summary>The weight in the loss of telling labelled nuclei from anything else (cross entropy).</summary>
    public double RecognitionWeight { get; init; } = 0.005;

    /// <summary>
    /// The weight in the loss of the maps that say where nuclei are, and which of them divide or are polar bodies; at 0 the network has none.
    /// </summary>
    public double NucleusWeight { get; init; }

    /// <summary>
    /// The share of training frames drawn evenly over the logarithm of the number of cells; the rest is drawn evenly over
    /// time. Without it the early embryo is drowned by the late one.
    /// </summary>
    public double BalancedShare { get; init; } = 0.7;

    /// <summary>Whether convolutions compute in bfloat16, on processors that are quicker in it.</summary>
    public bool BFloat16 { get; init; } = true;

    /// <summary>All epochs, those of the refinement among them.</summary>
    internal int AllEpochs => Epochs + (Refinement?.Epochs ?? 0);

    /// <summary>The stage that an epoch belongs to.</summary>
    /// <param name="epoch">Finished epochs before it.</param>
    internal TrainingStage StageOf(int epoch) => Refinement is { } second && epoch >= Epochs
        ? new TrainingStage(
            Epochs, second.Epochs, second.BatchSize, Math.Max(1, BatchesPerEpoch * BatchSize / second.BatchSize), (long)Epochs * BatchesPerEpoch)
        : new TrainingStage(0, Epochs, BatchSize, BatchesPerEpoch, 0);
}
