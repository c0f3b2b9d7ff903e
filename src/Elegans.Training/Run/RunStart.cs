using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Run;

/// <summary>What a run begins with, beside data and recipe: weights, split, device, threads.</summary>
public sealed record RunStart
{
    /// <summary>Multiplications and additions of a training step for one of the frame's way forward: the way back takes twice as many.</summary>
    private const double StepsForward = 3;

    /// <summary>A package whose weights to start from; null for random weights.</summary>
    public ModelPackage? Package { get; init; }

    /// <summary>Which embryos are on which side; null keeps that of the package, and draws what it does not say as the recipe asks.</summary>
    public EmbryoSplit? Split { get; init; }

    /// <summary>What computes; null for the processor.</summary>
    public Device? Device { get; init; }

    /// <summary>Numbers of threads to choose from by measurement; null or one alone leaves torch's as they are.</summary>
    public IReadOnlyList<int>? Threads { get; init; }

    /// <summary>Told of what takes a while; null tells nobody.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Starts a run.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">How to train.</param>
    /// <exception cref="InputException">There is a run in the folder already, or an embryo, movie or label is missing.</exception>
    /// <exception cref="ModelPackageException">The ledger of the package to start from cannot be read.</exception>
    public ModelTrainer Begin(string folder, TrainingData data, TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        var run = new RunFolder(folder);
        Directory.CreateDirectory(folder);
        if (File.Exists(run.Last)) throw new InputException(run.Last, "holds a run already; continue it, or choose another folder.", InputRemedy.Resume);
        if (Package is not null) recipe = recipe with { StartedFrom = $"{Package.Card.Name} {Package.Card.Version}, SHA-256 {Package.Card.Weights.Sha256}" };
        if (Package?.Card.Input is { } known && (known.Width, known.Height) != (recipe.Input.Width, recipe.Input.Height)) Say?.Invoke(
            FormattableString.Invariant($"the weights of {Package.Card.Name} were trained on {known.Width} × {known.Height} pixels, and this run takes ")
            + FormattableString.Invariant($"{recipe.Input.Width} × {recipe.Input.Height}: it has to learn the other size first"));
        if (Package is { FindsNuclei: true } && recipe.NucleusWeight <= 0) Say?.Invoke(
            $"the maps of nuclei of {Package.Card.Name} are left behind: the recipe's NucleusWeight is 0");
        TrainingLedger? before = Package is null ? null : PackageLedger.Of(Package.Folder, Package.Card);
        EmbryoSplit split = Split ?? data.Split(recipe, Package is null ? null : PackageLedger.SplitOf(Package.Card));
        return Prepare(run, data, new TrainingState
        {
            Recipe = recipe,
            Split = split,
            Ledger = RunLedger.Begun(data, recipe, split, before),
            Schedule = new PlateauSchedule { LearningRate = recipe.LearningRate, Factor = recipe.PlateauFactor, Patience = recipe.PlateauPatience },
        }, resumes: false);
    }

    /// <summary>Takes a run up where its last checkpoint left it, with the recipe and the split that it began with.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="data">The embryos and movies it began with.</param>
    /// <exception cref="InputException">The checkpoint is damaged, or an embryo, movie or label that the run began with is missing.</exception>
    public ModelTrainer Resume(string folder, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var run = new RunFolder(folder);
        TrainingState left = Checkpoint.ReadState(run.Last);
        // The data may hold more than the run began with: the ledger holds both.
        return Prepare(run, data, left with { Ledger = RunLedger.Resumed(left, data) }, resumes: true);
    }

    private ModelTrainer Prepare(RunFolder run, TrainingData data, TrainingState state, bool resumes)
    {
        // Frames are rendered on one thread beside the network's two; OpenCV's own threads would only fight it.
        Cv2.SetNumThreads(1);
        AllocatorTuning.KeepFreedMemory();
        Action<string> say = Say ?? (_ => { });
        Device device = Device ?? CPU;
        TrainingSources sources = new(data, state.Recipe, state.Split, say);
        TrainedWeights? weights = null;
        try
        {
            sources.LeaveOut(state.LeftOut);
            weights = new TrainedWeights(state.Recipe, device);
            if (resumes) weights.Restore(run.Last);
            else if (Package is not null)
            {
                say($"taking the weights of {Package.Card.Name} {Package.Card.Version}, and measuring its statistics on frames of this run");
                weights.StartFrom(Package, sources.Training);
            }

            return new ModelTrainer(run, state, sources, weights, SettingOf(state.Recipe, device, say));
        }
        catch
        {
            weights?.Dispose();
            sources.Dispose();
            throw;
        }
    }

    private RunSetting SettingOf(TrainingRecipe recipe, Device device, Action<string> say)
    {
        if (Threads is null || device.type != DeviceType.CPU) return new RunSetting(say, null, null);
        bool bfloat16 = recipe.BFloat16 && BFloat16Arithmetic.IsFast;
        double peak = ProcessorPeak.Measure(bfloat16, Threads.Max());
        say(FormattableString.Invariant($"this processor multiplies matrices at {peak / 1e9:F0} GFLOP/s in {(bfloat16 ? "bfloat16" : "single precision")}"));
        double perFrame = 2 * StepsForward * ResNet18.MultiplicationsOf(recipe.Input.Width, recipe.Input.Height, recipe.NucleusWeight > 0);
        return new RunSetting(say, new ThreadChoice(Threads, set_num_threads, say), peak / perFrame);
    }
}
