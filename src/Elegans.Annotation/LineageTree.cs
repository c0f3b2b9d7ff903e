namespace Elegans.Annotation;

/// <summary>The embryonic lineage's names: who is whose mother (Sulston et al. 1983, https://doi.org/10.1016/0012-1606(83)90201-4).</summary>
public static class LineageTree
{
    private static readonly Dictionary<string, string> FounderMothers = new(StringComparer.Ordinal)
    {
        ["AB"] = "P0",
        ["P1"] = "P0",
        ["EMS"] = "P1",
        ["P2"] = "P1",
        ["MS"] = "EMS",
        ["E"] = "EMS",
        ["C"] = "P2",
        ["P3"] = "P2",
        ["D"] = "P3",
        ["P4"] = "P3",
        ["Z2"] = "P4",
        ["Z3"] = "P4",
    };

    /// <summary>
    /// The mother of a cell: a founder's from the table, any other's by leaving out the last letter; null for P0 and names that are no cells.
    /// </summary>
    /// <param name="cell">A cell's name.</param>
    public static string? MotherOf(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (FounderMothers.TryGetValue(cell, out string? mother)) return mother;
        return cell.Length > 1 && char.IsAsciiLetterLower(cell[^1]) ? cell[..^1] : null;
    }

    /// <summary>
    /// The cell born beside a cell: a founder's from the table, any other's by its last letter (anterior and posterior, left and right, dorsal and
    /// ventral); null for P0 and names that are no cells.
    /// </summary>
    /// <param name="cell">A cell's name.</param>
    public static string? SisterOf(string cell)
    {
        if (MotherOf(cell) is not { } mother) return null;
        if (FounderMothers.ContainsKey(cell)) return FounderMothers.First(founder => founder.Value == mother && founder.Key != cell).Key;
        return cell[^1] switch
        {
            'a' => mother + 'p',
            'p' => mother + 'a',
            'l' => mother + 'r',
            'r' => mother + 'l',
            'd' => mother + 'v',
            'v' => mother + 'd',
            _ => null,
        };
    }

    /// <summary>The founders and germ-line cells that descend from a cell; none for cells below the founders.</summary>
    /// <param name="cell">A cell's name.</param>
    public static IEnumerable<string> FoundersBelow(string cell) =>
        FounderMothers.Where(founder => founder.Value == cell).SelectMany(founder => FoundersBelow(founder.Key).Prepend(founder.Key));
}
