namespace Elegans.Models;

/// <summary>What a ledger says of a recording in one role.</summary>
public enum LedgerAnswer
{
    /// <summary>It is not known: some weights among the ancestors have no ledger.</summary>
    Unknown,

    /// <summary>The ledgers of the weights and of all their ancestors are there, and none names it.</summary>
    Untouched,

    /// <summary>It bore on the weights or on an ancestor's.</summary>
    Touched,
}
