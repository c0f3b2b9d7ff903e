using System.Collections.Immutable;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>How one embryo is to be looked at in one frame.</summary>
/// <param name="outline">Where it lies.</param>
/// <param name="others">Where other embryos lie, which are not to be seen.</param>
/// <param name="writing">Rectangles that are not to be seen either.</param>
internal sealed class EmbryoView(EmbryoOutline outline, ImmutableArray<EmbryoOutline> others, ImmutableArray<Rect> writing)
{
    /// <summary>Where it lies.</summary>
    internal EmbryoOutline Outline { get; } = outline;

    /// <summary>Where other embryos lie, which are not to be seen.</summary>
    internal ImmutableArray<EmbryoOutline> Others { get; } = others;

    /// <summary>Rectangles that are not to be seen either.</summary>
    internal ImmutableArray<Rect> Writing { get; } = writing;
}
