using System.Collections.Immutable;

namespace Elegans.Lineages;

/// <summary>What holds for all lineages: their order, letters and names, and which one a cell belongs to.</summary>
public static class FounderLineages
{
    private static readonly ImmutableArray<string> FounderNames =
        ["AB", "E and EMS", "MS", "P (germ line)", "C", "D", "Z2 and Z3"];

    /// <summary>All lineages in table order: A, E, M, P, C, D, Z.</summary>
    public static ImmutableArray<Lineage> All { get; } = [.. Enum.GetValues<Lineage>()];

    /// <summary>How many lineages are counted: seven.</summary>
    public static int Count => All.Length;

    /// <summary>The letter that heads the lineage's column and begins the names of its cells.</summary>
    /// <param name="lineage">The lineage.</param>
    public static string Letter(this Lineage lineage) => lineage.ToString();

    /// <summary>What a figure's legend calls the lineage, such as <c>AB</c> or <c>P (germ line)</c>.</summary>
    /// <param name="lineage">The lineage.</param>
    public static string FounderName(this Lineage lineage) => FounderNames[(int)lineage];

    /// <summary>The lineage of a cell, from the first letter of its name; null where the name is not counted.</summary>
    /// <param name="cellName">A cell name such as <c>ABalp</c> or <c>MSa</c>; <c>Nuc12</c> and polar bodies are not counted.</param>
    /// <remarks>
    /// Only names of the embryonic lineage count: a name that merely begins with one of the seven letters,
    /// such as <c>polar1</c> (a polar body), differs in case and is not counted.
    /// </remarks>
    public static Lineage? OfCell(ReadOnlySpan<char> cellName)
    {
        if (cellName.IsEmpty) return null;
        return cellName[0] switch
        {
            'A' => Lineage.A,
            'E' => Lineage.E,
            'M' => Lineage.M,
            'P' => Lineage.P,
            'C' => Lineage.C,
            'D' => Lineage.D,
            'Z' => Lineage.Z,
            _ => null,
        };
    }
}
