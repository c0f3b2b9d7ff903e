using Elegans.Lineages;

namespace Elegans.Annotation;

/// <summary>One traced nucleus at one time point.</summary>
/// <param name="Cell">The cell's name, such as <c>ABalp</c>.</param>
/// <param name="X">Centre, pixels of the movie from its left edge.</param>
/// <param name="Y">Centre, pixels of the movie from its top edge.</param>
/// <param name="Z">Centre, in slices of the image stack.</param>
/// <param name="Diameter">Diameter in pixels of the movie (<c>size</c> in EPIC's tables).</param>
/// <param name="Reporter">Reporter expression (<c>blot</c> in EPIC's tables), arbitrary units.</param>
public readonly record struct Nucleus(string Cell, float X, float Y, float Z, float Diameter, float Reporter)
{
    /// <summary>The lineage the cell is counted in; null where it is not counted.</summary>
    public Lineage? Lineage => FounderLineages.OfCell(Cell);
}
