using System.Diagnostics;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Plots;
using Elegans.Training.Recipe;
using OpenCvSharp;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Run;

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
    private readonly Device device;
    private readonly TrainingSources sources;
    private readonly ResNet18 network, average;
    private readonly BatchLoss loss;
    private OptimizerHelper optimiser;
    private TrainingState state;

    private ModelTrainer(string folder, TrainingData data, TrainingState state, Device device)
    {
        (this.folder, this.state, this.device) = (folder, state, device);
        recipe = state.Recipe;
        // Frames are rendered on one thread beside the network's two; OpenCV's own threads would only fight it.
        Cv2.SetNumThreads(1);
        AllocatorTuning.KeepFreedMemory();
        _ = random.manual_seed(recipe.Seed);
        sources = new TrainingSources(data, recipe, state.Split);
        sources.LeaveOut(state.LeftOut);
        bool bfloat16 = recipe.BFloat16 && device.type == DeviceType.CPU && BFloat16Arithmetic.IsFast;
        network = new ResNet18(bfloat16);
        average = new ResNet18(bfloat16);
        average.CopyFrom(network);
        _ = network.to(device);
        _ = average.to(device);
        loss = new BatchLoss(recipe, device);
        optimiser = CreateOptimiser();
    }

    /// <summary>The newest checkpoint, from which a run is resumed.</summary>
    public static string LastCheckpoint(string folder) => Path.Combine(folder, "last.checkpoint");

    /// <summary>The checkpoint with the least validation loss.</summary>
    public static string BestCheckpoint(string folder) => Path.Combine(folder, "best.checkpoint");

    /// <summary>Starts a run, or takes it up where its last checkpoint left it.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">How to train; a resumed run keeps the recipe it began with.</param>
    /// <param name="resume">Whether to go on from the last checkpoint in the folder.</param>
    /// <param name="start">A package whose weights to start from; null for random weights.</param>
    /// <param name="split">Which embryos are on which side; null draws it as the recipe asks.</param>
    /// <param name="device">What computes; null for the processor.</param>
    /// <exception cref="InputException">There is a run in the folder already and it is not to be resumed, its checkpoint is damaged, or an embryo,
    /// movie or label is missing.</exception>
    /// <exception cref="ModelPackageException">The ledger of the package to start from cannot be read.</exception>
    public static ModelTrainer Open(
        string folder, TrainingData data, TrainingRecipe recipe, bool resume, ModelPackage? start = null, EmbryoSplit? split = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        Directory.CreateDirectory(folder);
        string last = LastCheckpoint(folder);
        if (resume)
        {
            TrainingState left = Checkpoint.ReadState(last);
            // The data may not be what the run began with: the ledger holds both.
            var resumed = new ModelTrainer(folder, data, left with { Ledger = RunLedger.Resumed(left, data) }, device ?? CPU);
            Checkpoint.Restore(last, resumed.network, resumed.average, resumed.optimiser);
            return resumed;
        }

        if (File.Exists(last)) throw new InputException(last, "holds a run already; continue it, or choose another folder.", InputRemedy.Resume);
        if (start is not null) recipe = recipe with { StartedFrom = $"{start.Card.Name} {start.Card.Version}, SHA-256 {start.Card.Weights.Sha256}" };
        TrainingLedger? before = start is null ? null : PackageLedger.Of(start.Folder, start.Card);
        split ??= data.Split(recipe);
        var trainer = new ModelTrainer(folder, data, new TrainingState
        {
            Recipe = recipe,
            Split = split,
            Ledger = RunLedger.Begun(data, recipe, split, before),
            Schedule = new PlateauSchedule { LearningRate = recipe.LearningRate, Factor = recipe.PlateauFactor, Patience = recipe.PlateauPatience },
        }, device ?? CPU);
        if (start is not null) trainer.StartFrom(start);
        return trainer;
    }

    /// <summary>How far the run has come.</summary>
    public TrainingState State => state;

    /// <summary>
    /// Trains until the recipe's last epoch, or until too many epochs brought nothing. Killed at any moment and resumed, it
    /// ends with the weights of an uninterrupted run.
    /// </summary>
    /// <param name="report">Receives progress.</param>
    /// <param name="cancellation">Stops between batches; a checkpoint of that moment is written.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number. The last checkpoint is from before.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written, as when the disk is full. The one before stays.</exception>
    public void Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        // A checkpoint before the first batch: whenever the run is killed, there is something to resume.
        if (!File.Exists(LastCheckpoint(folder))) Save();
        while (!state.IsFinished)
        {
            TrainingStage stage = recipe.StageOf(state.Epoch);
            if (stage.First > 0 && !state.IsRefining) BeginRefinement(recipe.Refinement!, cancellation);
            using BatchRenderer renderer = OpenRenderer();
            using var queue = new BatchQueue(renderer, stage.BatchesBefore + stage.BatchesUntil(state.Epoch) + state.Batch, stage.BatchSize);
            while (!state.IsFinished && recipe.StageOf(state.Epoch) == stage) RunEpoch(stage, queue, report, cancellation);
        }
    }

    /// <summary>One step: forward, backward, the optimiser, the running average.</summary>
    /// <returns>The batch's loss.</returns>
    internal double Step(Batch batch, double rate, long step)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (optim.ILearningRateController group in optimiser.ParamGroups) group.LearningRate = rate;
        optimiser.zero_grad();
        Tensor mean = loss.Of(network.call(FramesOf(batch)), batch);
        mean.backward();
        _ = optimiser.step();
        average.MoveTowards(network, 1 - Math.Min(recipe.WeightAveraging, (1 + step) / (10.0 + step)));
        return mean.item<float>();
    }

    /// <summary>Renders training batches as the run does.</summary>
    internal BatchRenderer OpenRenderer() => new(sources.Training, recipe, TrainingStream);

    /// <inheritdoc/>
    public void Dispose()
    {
        optimiser.Dispose();
        network.Dispose();
        average.Dispose();
        sources.Dispose();
    }

    private OptimizerHelper CreateOptimiser() => recipe.Optimiser == Optimiser.Adam
        ? optim.Adam(network.parameters(), recipe.LearningRate)
        : optim.AdamW(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);

    private void StartFrom(ModelPackage package)
    {
        using var renderer = new BatchRenderer(sources.Training, recipe, CalibrationStream);
        PackageWeights.Restore(package, network, CalibrationBatches, number => FramesOf(renderer.Render(number, recipe.BatchSize)));
        average.CopyFrom(network);
    }

    /// <summary>Lays out the hardest frames and leaves the first stage's optimiser behind.</summary>
    private void BeginRefinement(Refinement refinement, CancellationToken cancellation)
    {
        using BatchRenderer renderer = OpenRenderer();
        var hardest = HardestFrames.Find(sources.Sets, refinement.HardestShare, Judge, renderer.Prepare, recipe.BatchSize, cancellation);
        hardest.Write(folder);
        optimiser.Dispose();
        optimiser = CreateOptimiser();
        state = state with
        {
            IsRefining = true,
            LeftOut = refinement.LeaveOutHardest ? hardest.Frames : [],
            Schedule = new PlateauSchedule { LearningRate = refinement.LearningRate, Factor = refinement.PlateauFactor, Patience = recipe.PlateauPatience },
        };
        sources.LeaveOut(state.LeftOut);
    }

    private void RunEpoch(TrainingStage stage, BatchQueue queue, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        double secondsBefore = state.EpochSeconds;
        int first = state.Batch;
        network.train();
        while (state.Batch < stage.BatchesPerEpoch)
        {
            long step = stage.BatchesUntil(state.Epoch) + state.Batch;
            double rate = RateAt(stage, step);
            double batchLoss = Step(Next(queue, cancellation), rate, stage.BatchesBefore + step);
            if (!double.IsFinite(batchLoss))
                throw new InvalidOperationException(
                    $"The loss is no longer a number in epoch {state.Epoch + 1}, batch {state.Batch + 1}. The last checkpoint is from before; try a lower "
                    + $"learning rate.");
            state = state with { Batch = state.Batch + 1, LossSum = state.LossSum + batchLoss, EpochSeconds = secondsBefore + clock.Elapsed.TotalSeconds };
            if (state.Batch % ReportEvery == 0) report(Progress(stage, rate, (state.Batch - first) / clock.Elapsed.TotalSeconds, finished: null));
            if (state.Batch % recipe.CheckpointEvery == 0 && state.Batch < stage.BatchesPerEpoch) Save();
        }

        double perSecond = (state.Batch - first) / clock.Elapsed.TotalSeconds;
        (double validationLoss, CountErrors errors) = Validate(cancellation);
        double lastRate = RateAt(stage, stage.BatchesUntil(state.Epoch + 1) - 1);
        var result = new EpochResult(
            state.Epoch + 1, lastRate, state.LossSum / stage.BatchesPerEpoch, validationLoss, errors, secondsBefore + clock.Elapsed.TotalSeconds);
        if (!double.IsFinite(validationLoss))
            throw new InvalidOperationException(
                $"The validation loss is no longer a number after epoch {result.Epoch}. The last checkpoint is from before; try a lower learning rate.");
        report(Progress(stage, lastRate, perSecond > 0 ? perSecond : stage.BatchesPerEpoch / result.Seconds, result));
        bool best = state.History.All(epoch => result.ValidationLoss < epoch.ValidationLoss);
        state = state with { Schedule = state.Schedule.After(validationLoss), History = state.History.Add(result), Batch = 0, LossSum = 0, EpochSeconds = 0 };
        // The best one first: a run that is killed in between does the epoch again, and both come out the same.
        if (best) Checkpoint.Save(BestCheckpoint(folder), state, network, average, optimiser: null);
        Save();
        HistoryFigures.Write(folder, state.History);
    }

    /// <summary>The next batch. Who interrupts a run gets a checkpoint of that moment.</summary>
    private Batch Next(BatchQueue queue, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return queue.Take(cancellation);
        }
        catch (OperationCanceledException)
        {
            if (state.Batch > 0) Save();
            throw;
        }
    }

    private void Save() => Checkpoint.Save(LastCheckpoint(folder), state, network, average, optimiser);

    private TrainingProgress Progress(TrainingStage stage, double rate, double batchesPerSecond, EpochResult? finished)
    {
        int batchesLeft = ((stage.First + stage.Epochs - state.Epoch) * stage.BatchesPerEpoch) - state.Batch;
        double framesLeft = ((double)batchesLeft * stage.BatchSize)
            + (stage.First == 0 && recipe.Refinement is { } later ? (double)later.Epochs * recipe.BatchesPerEpoch * recipe.BatchSize : 0);
        double framesPerSecond = batchesPerSecond * stage.BatchSize;
        return new TrainingProgress(
            state.Epoch + 1, recipe.AllEpochs, state.Batch, stage.BatchesPerEpoch, state.LossSum / Math.Max(1, state.Batch), rate, framesPerSecond,
                TimeSpan.FromSeconds(framesLeft / framesPerSecond), finished);
    }

    /// <summary>The learning rate of a batch: the schedule's, after a warm-up at the run's start, and with a cool-down at the stage's end.</summary>
    private double RateAt(TrainingStage stage, long step)
    {
        double warmUp = stage.First == 0 ? Math.Min(1, (step + 1) / (double)Math.Max(1, recipe.WarmUpBatches)) : 1;
        double share = step / (double)stage.BatchesUntil(stage.First + stage.Epochs);
        double coolDown = recipe.CooldownShare > 0 ? Math.Min(1, (1 - share) / recipe.CooldownShare) : 1;
        return state.Schedule.LearningRate * warmUp * coolDown;
    }

    private (double Loss, CountErrors Errors) Validate(CancellationToken cancellation)
    {
        using var renderer = new BatchRenderer(sources.Validation, recipe, ValidationStream);
        using IDisposable quiet = no_grad();
        average.eval();
        var compared = new List<(LineageCounts, LineageCounts)>();
        double sum = 0;
        int batches = Math.Max(1, recipe.ValidationFrames / recipe.BatchSize);
        for (int number = 0; number < batches; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Batch batch = renderer.Render(number, recipe.BatchSize);
            Tensor outputs = average.call(FramesOf(batch));
            sum += loss.Of(outputs, batch).item<float>();
            compared.AddRange(CountsOf(outputs).Zip(CountsOf(batch.Targets)));
        }

        return (sum / batches, CountErrors.Of(compared));
    }

    private IReadOnlyList<(double Loss, LineageCounts Predicted)> Judge(Batch batch)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        average.eval();
        Tensor outputs = average.call(FramesOf(batch));
        return [.. loss.OfCounts(outputs, batch).cpu().data<float>().ToArray().Select(each => (double)each).Zip(CountsOf(outputs))];
    }

    private IEnumerable<LineageCounts> CountsOf(Tensor outputs) =>
        CountsOf(outputs.narrow(1, 0, FounderLineages.Count).cpu().contiguous().data<float>().ToArray());

    /// <summary>Scaled counts as whole cells. A lineage whose count is not known is taken as having none, in prediction and annotation alike.</summary>
    private IEnumerable<LineageCounts> CountsOf(float[] scaled) => scaled.Chunk(FounderLineages.Count).Select(row =>
        LineageCounts.Round([.. row.Select((value, lineage) => float.IsNaN(value) ? 0 : recipe.Scaling.Unscale((Lineage)lineage, value))]));

    private Tensor FramesOf(Batch batch) => tensor(batch.Frames, [batch.Size, 1, recipe.Input.Height, recipe.Input.Width], device: device);
}
