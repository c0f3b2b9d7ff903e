using System.Diagnostics;
using Elegans.Training.Frames;
using Elegans.Training.Plots;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>
/// Trains the lineage population model on rendered embryos and, where asked, real movies. The whole of a run stands in <see cref="Run"/>: draw a
/// batch, step, validate, lower the learning rate on a plateau, save.
/// </summary>
/// <remarks>One at a time in a process: first weights are drawn from torch's random generator, which the process shares.</remarks>
public sealed class ModelTrainer : IDisposable
{
    private const int ReportEvery = 10, TrainingStream = 0;
    private readonly RunFolder folder;
    private readonly RunSetting setting;
    private readonly TrainingRecipe recipe;
    private readonly TrainingSources sources;
    private readonly TrainedWeights weights;

    /// <summary>Takes what <see cref="RunStart"/> prepared.</summary>
    internal ModelTrainer(RunFolder folder, TrainingState state, TrainingSources sources, TrainedWeights weights, RunSetting setting) =>
        (this.folder, State, this.sources, this.weights, this.setting, recipe) = (folder, state, sources, weights, setting, state.Recipe);

    /// <summary>How far the run has come.</summary>
    public TrainingState State { get; private set; }

    /// <summary>How many real frames are trained on.</summary>
    public int RealFrames => sources.RealCount;

    /// <summary>How many embryos' movies they come from.</summary>
    public int RealEmbryos => sources.RealEmbryos;

    /// <summary>
    /// Trains until the recipe's last epoch, or until too many epochs brought nothing. Killed at any moment and resumed, it
    /// ends with the weights of an uninterrupted run that computed with the same number of threads.
    /// </summary>
    /// <param name="report">Receives progress.</param>
    /// <param name="cancellation">Stops between batches; a checkpoint of that moment is written.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number. The last checkpoint is from before.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written, as when the disk is full. The one before stays.</exception>
    public void Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        bool wasFinished = State.IsFinished;
        if (State.Start is null) ValidateStart(report, cancellation);
        while (!State.IsFinished)
        {
            TrainingStage stage = recipe.StageOf(State.Epoch);
            if (stage.First > 0 && !State.IsRefining) BeginRefinement(recipe.Refinement!, cancellation);
            using BatchRenderer renderer = OpenRenderer();
            using var queue = new BatchQueue(renderer, stage.BatchesBefore + stage.BatchesUntil(State.Epoch) + State.Batch, stage.BatchSize);
            while (!State.IsFinished && recipe.StageOf(State.Epoch) == stage)
            {
                var pace = new RunPace(State, stage, recipe, setting.FramesPerSecondAtPeak);
                while (State.Batch < stage.BatchesPerEpoch)
                {
                    setting.Threads?.Begin();
                    long step = stage.BatchesUntil(State.Epoch) + State.Batch;
                    double rate = LearningRate.At(recipe, State.Schedule, stage, step);
                    double loss = weights.Step(Next(queue, cancellation), rate, stage.BatchesBefore + step);
                    State = State.AfterBatch(loss, pace.Seconds);
                    setting.Threads?.End();
                    if (State.Batch % ReportEvery == 0) report(pace.Progress(State, rate, finished: null));
                    if (State.Batch % recipe.CheckpointEvery == 0 && State.Batch < stage.BatchesPerEpoch) weights.Save(folder.Last, State);
                }

                double lastRate = LearningRate.At(recipe, State.Schedule, stage, stage.BatchesUntil(State.Epoch + 1) - 1);
                var validation = ValidationRun.Of(weights, sources.Validation, recipe, cancellation);
                EpochResult result = validation.ResultOf(State, stage.BatchesPerEpoch, lastRate, pace.Seconds);
                report(pace.Progress(State, lastRate, result));
                State = State.AfterEpoch(result);
                Keep(validation);
            }
        }

        if (!wasFinished) ReadFilms(cancellation);
    }

    /// <summary>One step of the weights.</summary>
    /// <returns>The batch's loss.</returns>
    internal double Step(Batch batch, double rate, long step) => weights.Step(batch, rate, step);

    /// <summary>Renders training batches as the run does.</summary>
    internal BatchRenderer OpenRenderer() => new(sources.Training, recipe, TrainingStream);

    /// <inheritdoc/>
    public void Dispose()
    {
        weights.Dispose();
        sources.Dispose();
    }

    /// <summary>Epoch 0: a run that makes its first weights worse ends with them.</summary>
    private void ValidateStart(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        // A checkpoint before anything else: whenever the run is killed, there is something to resume.
        weights.Save(folder.Last, State);
        setting.Say("validating the weights at the start");
        var clock = Stopwatch.StartNew();
        var validation = ValidationRun.Of(weights, sources.Validation, recipe, cancellation);
        State = State with { Start = new EpochResult(0, 0, null, validation.Loss, validation.Errors, clock.Elapsed.TotalSeconds) };
        report(new RunPace(State, recipe.StageOf(0), recipe, null).Progress(State, 0, State.Start));
        if (sources.Films is { } films) FilmReadings.Of(weights, films, recipe, cancellation).Write(folder.MoviesBefore);
        Keep(validation);
    }

    /// <summary>What the best weights read in the real movies, beside what the first ones did.</summary>
    private void ReadFilms(CancellationToken cancellation)
    {
        if (sources.Films is not { } films) return;
        weights.RestoreAverage(folder.Best);
        var after = FilmReadings.Of(weights, films, recipe, cancellation);
        after.Write(folder.MoviesAfter);
        after.Draw(folder.Path, folder.MoviesBefore);
    }

    /// <summary>Saves. The best weights first: a run that is killed in between does the epoch again, and both come out the same.</summary>
    private void Keep(ValidationRun validation)
    {
        if (State.EpochsSinceBest == 0)
        {
            weights.SaveAverage(folder.Best, State);
            ValidationFigures.Write(folder.Path, validation.Frames);
        }

        weights.Save(folder.Last, State);
        HistoryFigures.Write(folder.Path, [.. State.Validated]);
    }

    /// <summary>Lays out the hardest frames and leaves the first stage's optimiser behind.</summary>
    private void BeginRefinement(Refinement refinement, CancellationToken cancellation)
    {
        using BatchRenderer renderer = OpenRenderer();
        var hardest = HardestFrames.Find(
            sources.Sets, refinement.HardestShare, batch => weights.Judge(batch).Frames, renderer.Prepare, recipe.BatchSize, cancellation);
        hardest.Write(folder.Path);
        weights.RestartOptimiser();
        State = State.Refining(refinement, refinement.LeaveOutHardest ? hardest.Frames : []);
        sources.LeaveOut(State.LeftOut);
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
            if (State.Batch > 0) weights.Save(folder.Last, State);
            throw;
        }
    }
}
