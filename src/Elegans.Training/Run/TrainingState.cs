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

    /// <summary>Finished epochs since the one with the least validation loss.</summary>
    public int EpochsSinceBest => History.IsEmpty ? 0 : Epoch - History.MinBy(epoch => epoch.ValidationLoss)!.Epoch;

    /// <summary>How many frames were trained on, in finished epochs; a frame that was drawn twice counts twice.</summary>
    public long FramesSeen => Enumerable.Range(0, Epoch).Sum(epoch => (long)Recipe.StageOf(epoch).BatchSize * Recipe.StageOf(epoch).BatchesPerEpoch);

    /// <summary>The number of finished epochs.</summary>
    public int Epoch => History.Length;
}
