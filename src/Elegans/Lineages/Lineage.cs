namespace Elegans.Lineages;

/// <summary>
/// The seven lineages whose living cells are counted, in the order of every table this project reads or writes.
/// A cell belongs to the lineage named by the first letter of its name (Sulston et al. 1983,
/// https://doi.org/10.1016/0012-1606(83)90201-4).
/// </summary>
/// <remarks>To add a lineage, add it here, in order, and its letter, name and colour in <see cref="FounderLineages"/>; the README lists the other
/// places. Then train a model.</remarks>
public enum Lineage
{
    /// <summary>AB and its descendants.</summary>
    A,

    /// <summary>E and its descendants, and EMS, whose name begins with the same letter.</summary>
    E,

    /// <summary>MS and its descendants.</summary>
    M,

    /// <summary>The germ-line precursors P0 to P4.</summary>
    P,

    /// <summary>C and its descendants.</summary>
    C,

    /// <summary>D and its descendants.</summary>
    D,

    /// <summary>Z2 and Z3, the daughters of P4.</summary>
    Z,
}
