namespace Elegans.Models;

/// <summary>
/// What the network says of every place of its input, beside the counts of the whole: maps of half the input's width and height, each from the
/// surroundings of a few nuclei alone, so that they do not follow from how old the embryo looks.
/// </summary>
internal enum NucleusMap
{
    /// <summary>Log-odds that a nucleus has its centre here; highest at the centre, falling to its sides.</summary>
    Centre,

    /// <summary>The same of a polar body, which is no cell of the embryo.</summary>
    PolarBody,

    /// <summary>Log-odds that the nucleus here is dividing: condensed to a plate, or just born. Nothing where there is no nucleus.</summary>
    Dividing,

    /// <summary>The base-2 logarithm of the diameter of the nucleus here, in pixels of the input. Nothing where there is no nucleus.</summary>
    Diameter,

    /// <summary>How many nuclei there are, before log(1 + exp): summed over an area, the nuclei in it, overlapping ones counted singly.</summary>
    Density,
}
