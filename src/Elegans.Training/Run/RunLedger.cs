using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>The ledger of a run's weights, which have no sum before they are exported.</summary>
internal static class RunLedger
{
    /// <summary>The ledger of a run that begins.</summary>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="split">Which embryos are on which side.</param>
    /// <param name="start">The ledger of the weights it starts from; null for random ones.</param>
    internal static TrainingLedger Begun(TrainingData data, TrainingRecipe recipe, EmbryoSplit split, TrainingLedger? start) =>
        TrainingLedger.Of(new LedgerAccount().With(data.EntriesOf(recipe, split)).With(ProgramLedger.Entries), start is null ? [] : [start]);

    /// <summary>The ledger of a run that goes on: what it had, and what the data at hand add.</summary>
    internal static TrainingLedger Resumed(TrainingState state, TrainingData data)
    {
        TrainingLedger ledger = Of(state);
        return ledger.WithOwn(ledger.Own.With(data.EntriesOf(state.Recipe, state.Split)));
    }

    /// <summary>The ledger of a run; of a checkpoint without one, what its recipe and split tell, and the rest not known.</summary>
    internal static TrainingLedger Of(TrainingState state) => state.Ledger is { Accounts.IsDefaultOrEmpty: false } ledger ? ledger
        : TrainingLedger.Of(PackageLedger.Told(LedgerAccount.OfUnknown(""), state.Recipe, state.Split));
}
