using System.Diagnostics;
using Elegans.Evaluation;
using Elegans.Packages;
using Elegans.Training.Export;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using OpenCvSharp;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training;

/// <summary>
/// Trains the lineage population model on rendered embryos and, where asked, real movies: every batch new frames,
/// validation on rendered embryos that are not trained on, the learning rate lowered on plateaus, a checkpoint after every epoch.
/// </summary>
/// <remarks>One at a time in a process: first weights are drawn from torch's random generator, which the process shares.</remarks>
public sealed class ModelTrainer : IDisposable
{
    private const int ReportEvery = 10;
    private const int TrainingStream = 0, ValidationStream = 1, CalibrationStream = 3;
    private const int CalibrationBatches = 8;
    private readonly TrainingRecipe recipe;
    private readonly string folder;
    private readonly IFrameSource training, validation;
    private readonly RealFrames? real;
    private readonly ResNet18 network, average;
    private readonly AdamW optimiser;
    private TrainingState state;

    private ModelTrainer(string folder, TrainingData data, TrainingState state)
    {
        this.folder = folder;
        this.state = state;
        recipe = state.Recipe;
        // Frames are rendered on one thread beside the network's two; OpenCV's own threads would only fight it.
        Cv2.SetNumThreads(1);
        AllocatorTuning.KeepFreedMemory();
        _ = random.manual_seed(recipe.Seed);
        real = data.RealFrames(recipe);
        FrameSampler sampler = data.Sampler(state.Split.Training, recipe.BalancedShare);
        var rendered = new RenderedFrames(sampler, recipe.Microscopes, recipe.Views);
        var distractors = new Distractors(sampler, recipe.Microscopes, recipe.Views);
        double others = recipe.DistractorShare + recipe.AbnormalShare + (real is null ? 0 : recipe.RealShare);
        var sources = new List<(double, IFrameSource)> { (1 - others, rendered), (recipe.DistractorShare, distractors) };
        if (real is not null) sources.Add((recipe.RealShare, real));
        if (recipe.AbnormalShare > 0)
            sources.Add((recipe.AbnormalShare, new RenderedFrames(data.AbnormalSampler(state.Split.Training, recipe.BalancedShare, recipe.Seed), recipe.Microscopes, recipe.Views)));
        training = new MixedFrames([.. sources]);
        validation = new RenderedFrames(data.Sampler(state.Split.Validation, recipe.BalancedShare), recipe.Microscopes, recipe.Views);
        bool bfloat16 = recipe.BFloat16 && BFloat16Arithmetic.IsFast;
        network = new ResNet18(bfloat16);
        average = new ResNet18(bfloat16);
        average.CopyFrom(network);
        optimiser = optim.AdamW(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);
    }

    /// <summary>The checkpoint after the last finished epoch.</summary>
    public static string LastCheckpoint(string folder) => Path.Combine(folder, "last.checkpoint");

    /// <summary>The checkpoint with the least validation loss.</summary>
    public static string BestCheckpoint(string folder) => Path.Combine(folder, "best.checkpoint");

    /// <summary>Starts a run, or takes it up where its last checkpoint left it.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">How to train; a resumed run keeps the recipe it began with.</param>
    /// <param name="resume">Whether to go on from the last checkpoint in the folder.</param>
    /// <param name="start">A package whose weights to start from; null for random weights.</param>
    /// <exception cref="InputException">There is a run in the folder already and it is not to be resumed, or its checkpoint is damaged.</exception>
    public static ModelTrainer Open(string folder, TrainingData data, TrainingRecipe recipe, bool resume, ModelPackage? start = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        Directory.CreateDirectory(folder);
        string last = LastCheckpoint(folder);
        if (resume)
        {
            var resumed = new ModelTrainer(folder, data, Checkpoint.ReadState(last));
            Checkpoint.Restore(last, resumed.network, resumed.average, resumed.optimiser);
            return resumed;
        }

        if (File.Exists(last)) throw new InputException(last, "holds a run already; continue it with --resume or choose another folder.");
        if (start is not null) recipe = recipe with { StartedFrom = $"{start.Card.Name} {start.Card.Version}, SHA-256 {start.Card.Weights.Sha256}" };
        var trainer = new ModelTrainer(folder, data, new TrainingState
        {
            Recipe = recipe,
            Split = data.Split(recipe),
            Schedule = new PlateauSchedule { LearningRate = recipe.LearningRate, Factor = recipe.PlateauFactor, Patience = recipe.PlateauPatience },
        });
        if (start is not null) trainer.StartFrom(start);
        return trainer;
    }

    /// <summary>How far the run has come.</summary>
    public TrainingState State => state;

    /// <summary>Trains until the recipe's last epoch.</summary>
    /// <param name="report">Receives progress.</param>
    /// <param name="cancellation">Stops between batches; the last checkpoint stays.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number. The last checkpoint is from before.</exception>
    public void Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var renderer = new BatchRenderer(training, recipe, TrainingStream);
        using var queue = new BatchQueue(renderer, (long)state.Epoch * recipe.BatchesPerEpoch, recipe.BatchSize);
        while (state.Epoch < recipe.Epochs)
        {
            EpochResult result = RunEpoch(queue, report, cancellation);
            bool best = state.Schedule.Best is null || state.History.All(epoch => result.ValidationLoss < epoch.ValidationLoss);
            state = state with { Schedule = state.Schedule.After(result.ValidationLoss), History = state.History.Add(result) };
            Checkpoint.Save(LastCheckpoint(folder), state, network, average, optimiser);
            if (best) Checkpoint.Save(BestCheckpoint(folder), state, network, average, optimiser: null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimiser.Dispose();
        network.Dispose();
        average.Dispose();
        real?.Dispose();
    }

    private void StartFrom(ModelPackage package)
    {
        using var renderer = new BatchRenderer(training, recipe, CalibrationStream);
        PackageWeights.Restore(package, network, CalibrationBatches, number => FramesOf(renderer.Render(number, recipe.BatchSize)));
        average.CopyFrom(network);
    }

    private EpochResult RunEpoch(BatchQueue queue, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        double lossSum = 0;
        network.train();
        for (int batch = 0; batch < recipe.BatchesPerEpoch; batch++)
        {
            long step = ((long)state.Epoch * recipe.BatchesPerEpoch) + batch;
            double rate = RateAt(step);
            lossSum += Step(queue.Take(cancellation), rate, step);
            if (!double.IsFinite(lossSum))
                throw new InvalidOperationException($"The loss is no longer a number in epoch {state.Epoch + 1}, batch {batch + 1}. The last checkpoint is from before; try a lower learning rate.");
            if ((batch + 1) % ReportEvery == 0) report(Progress(batch + 1, lossSum / (batch + 1), rate, clock.Elapsed, finished: null));
        }

        TimeSpan trained = clock.Elapsed;
        (double loss, CountErrors errors) = Validate(cancellation);
        var result = new EpochResult(
            state.Epoch + 1, RateAt(((long)(state.Epoch + 1) * recipe.BatchesPerEpoch) - 1), lossSum / recipe.BatchesPerEpoch, loss, errors, clock.Elapsed.TotalSeconds);
        report(Progress(recipe.BatchesPerEpoch, result.TrainingLoss, result.LearningRate, trained, result));
        return result;
    }

    private TrainingProgress Progress(int batch, double loss, double rate, TimeSpan elapsed, EpochResult? finished)
    {
        double perSecond = batch / elapsed.TotalSeconds;
        int batchesLeft = ((recipe.Epochs - state.Epoch) * recipe.BatchesPerEpoch) - batch;
        return new TrainingProgress(
            state.Epoch + 1, recipe.Epochs, batch, recipe.BatchesPerEpoch, loss, rate, perSecond * recipe.BatchSize, TimeSpan.FromSeconds(batchesLeft / perSecond), finished);
    }

    private double RateAt(long step)
    {
        double warmUp = Math.Min(1, (step + 1) / (double)Math.Max(1, recipe.WarmUpBatches));
        double share = step / (double)((long)recipe.Epochs * recipe.BatchesPerEpoch);
        double coolDown = recipe.CooldownShare > 0 ? Math.Min(1, (1 - share) / recipe.CooldownShare) : 1;
        return state.Schedule.LearningRate * warmUp * coolDown;
    }

    private double Step(Batch batch, double rate, long step)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (ParamGroup group in optimiser.ParamGroups) group.LearningRate = rate;
        optimiser.zero_grad();
        Tensor loss = Loss(network.call(FramesOf(batch)), batch);
        loss.backward();
        _ = optimiser.step();
        average.MoveTowards(network, 1 - Math.Min(recipe.WeightAveraging, (1 + step) / (10.0 + step)));
        return loss.item<float>();
    }

    private (double Loss, CountErrors Errors) Validate(CancellationToken cancellation)
    {
        using var renderer = new BatchRenderer(validation, recipe, ValidationStream);
        using IDisposable quiet = no_grad();
        average.eval();
        var compared = new List<(LineageCounts, LineageCounts)>();
        double loss = 0;
        int batches = Math.Max(1, recipe.ValidationFrames / recipe.BatchSize);
        for (int number = 0; number < batches; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Batch batch = renderer.Render(number, recipe.BatchSize);
            Tensor outputs = average.call(FramesOf(batch));
            loss += Loss(outputs, batch).item<float>();
            compared.AddRange(CountsOf(outputs.narrow(1, 0, Lineages.Count).contiguous().data<float>().ToArray()).Zip(CountsOf(batch.Targets)));
        }

        return (loss / batches, CountErrors.Of(compared));
    }

    /// <summary>Scaled counts as whole cells. A lineage whose count is not known is taken as having none, in prediction and annotation alike.</summary>
    private IEnumerable<LineageCounts> CountsOf(float[] scaled) => scaled.Chunk(Lineages.Count).Select(row =>
        LineageCounts.Round([.. row.Select((value, lineage) => float.IsNaN(value) ? 0 : recipe.Scaling.Unscale((Lineage)lineage, value))]));

    private Tensor Loss(Tensor outputs, Batch batch)
    {
        Tensor targets = tensor(batch.Targets, [batch.Size, Lineages.Count]), known = targets.isnan().logical_not();
        Tensor weights = tensor(recipe.LossWeights.Select(weight => (float)weight).ToArray());
        Tensor counts = outputs.narrow(1, 0, Lineages.Count), recognition = outputs.select(1, Lineages.Count);
        Tensor each = nn.functional.smooth_l1_loss(counts, targets.nan_to_num(0), nn.Reduction.None, recipe.LossBend);
        Tensor recognised = nn.functional.binary_cross_entropy_with_logits(recognition, tensor(batch.ShowsNuclei));
        return ((each * weights * known).sum() / (weights.sum() * batch.Size)) + (recipe.RecognitionWeight * recognised);
    }

    private Tensor FramesOf(Batch batch) => tensor(batch.Frames, [batch.Size, 1, recipe.Input.Height, recipe.Input.Width]);
}
