using System.Collections.Immutable;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>How far a run has come; with weights and the optimiser's state, all that resuming needs.</summary>
public sealed record TrainingState
{
    private readonly ByContent<ImmutableArray<EpochResult>> history = new([]);
    private readonly ByContent<ImmutableArray<SetFrame>> leftOut = new([]);

    /// <summary>The recipe the run follows.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>Which embryos are on which side.</summary>
    public required EmbryoSplit Split { get; init; }

    /// <summary>The learning rate and what it waits for.</summary>
    public required PlateauSchedule Schedule { get; init; }

    /// <summary>What bears on the run's weights and bore on those it started from; null in checkpoints that were written before there were ledgers.</summary>
    public TrainingLedger? Ledger { get; init; }

    /// <summary>What the weights that the run started from came to, before the first batch; null until that is measured.</summary>
    public EpochResult? Start { get; init; }

    /// <summary>What every finished epoch came to.</summary>
    public ImmutableArray<EpochResult> History
    {
        get => history.Value;
        init => history = new(value);
    }

    /// <summary>Batches finished in the epoch that is not.</summary>
    public int Batch { get; init; }

    /// <summary>The sum of their losses.</summary>
    public double LossSum { get; init; }

    /// <summary>Whether the second stage has begun.</summary>
    public bool IsRefining { get; init; }

    /// <summary>How long the batches of the unfinished epoch took, in seconds.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>The frames that the second stage leaves out.</summary>
    public ImmutableArray<SetFrame> LeftOut
    {
        get => leftOut.Value;
        init => leftOut = new(value);
    }

    /// <summary>Whether there is nothing left to train: all epochs are done, or too many brought nothing.</summary>
    public bool IsFinished => Epoch >= Recipe.AllEpochs || (Recipe.EarlyStopping is { } patience && EpochsSinceBest >= patience);

    /// <summary>The weights with the least validation loss, those that the run started from among them; null before any were validated.</summary>
    public EpochResult? Best => Validated.MinBy(epoch => epoch.ValidationLoss);

    /// <summary>The weights that the run started from, and every finished epoch.</summary>
    public IEnumerable<EpochResult> Validated => Start is null ? History : History.Prepend(Start);

    /// <summary>Finished epochs since the one with the least validation loss.</summary>
    public int EpochsSinceBest => Epoch - (Best?.Epoch ?? Epoch);

    /// <summary>How many frames were trained on, in finished epochs; a frame that was drawn twice counts twice.</summary>
    public long FramesSeen => Enumerable.Range(0, Epoch).Sum(epoch => (long)Recipe.StageOf(epoch).BatchSize * Recipe.StageOf(epoch).BatchesPerEpoch);

    /// <summary>The number of finished epochs.</summary>
    public int Epoch => History.Length;

    /// <summary>The state after one more batch.</summary>
    /// <param name="loss">The batch's loss.</param>
    /// <param name="seconds">How long the epoch's batches took.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    internal TrainingState AfterBatch(double loss, double seconds) => double.IsFinite(loss)
        ? this with { Batch = Batch + 1, LossSum = LossSum + loss, EpochSeconds = seconds }
        : throw new InvalidOperationException(
            $"The loss is no longer a number in epoch {Epoch + 1}, batch {Batch + 1}. The last checkpoint is from before; try a lower learning rate.");

    /// <summary>The state after an epoch.</summary>
    /// <param name="result">What it came to.</param>
    /// <exception cref="InvalidOperationException">The validation loss is no longer a number.</exception>
    internal TrainingState AfterEpoch(EpochResult result) => double.IsFinite(result.ValidationLoss)
        ? this with { Schedule = Schedule.After(result.ValidationLoss), History = History.Add(result), Batch = 0, LossSum = 0, EpochSeconds = 0 }
        : throw new InvalidOperationException(
            $"The validation loss is no longer a number after epoch {result.Epoch}. The last checkpoint is from before; try a lower learning rate.");

    /// <summary>The state at the beginning of the second stage.</summary>
    /// <param name="refinement">The stage.</param>
    /// <param name="without">The frames that it leaves out.</param>
    internal TrainingState Refining(Refinement refinement, ImmutableArray<SetFrame> without) => this with
    {
        IsRefining = true,
        LeftOut = without,
        Schedule = new PlateauSchedule { LearningRate = refinement.LearningRate, Factor = refinement.PlateauFactor, Patience = Recipe.PlateauPatience },
    };
}
