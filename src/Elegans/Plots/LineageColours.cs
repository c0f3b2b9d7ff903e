using Elegans.Lineages;

namespace Elegans.Plots;

/// <summary>Colours that colour-blind readers can tell apart (Okabe and Ito 2008, https://jfly.uni-koeln.de/color/).</summary>
public static class LineageColours
{
    /// <summary>The colour of all cells together: black.</summary>
    public const string Total = "#000000";

    /// <summary>The colour of a lineage, as <c>#rrggbb</c>.</summary>
    /// <param name="lineage">The lineage.</param>
    public static string Of(Lineage lineage) => lineage switch
    {
        Lineage.A => "#0072B2",
        Lineage.E => "#009E73",
        Lineage.M => "#D55E00",
        Lineage.P => "#CC79A7",
        Lineage.C => "#E69F00",
        Lineage.D => "#56B4E9",
        Lineage.Z => "#8A6D3B",
        _ => throw new ArgumentOutOfRangeException(nameof(lineage), lineage, "There is no such lineage."),
    };
}
