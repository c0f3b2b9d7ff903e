using System.Collections.Immutable;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>How one embryo is to be looked at in one frame.</summary>
/// <param name="Outline">Where it lies.</param>
/// <param name="Others">Where other embryos lie, which are not to be seen.</param>
/// <param name="Writing">Rectangles that are not to be seen either.</param>
internal sealed record EmbryoView(EmbryoOutline Outline, ImmutableArray<EmbryoOutline> Others, ImmutableArray<Rect> Writing)
{
    private readonly ByContent<ImmutableArray<EmbryoOutline>> others = new(Others);
    private readonly ByContent<ImmutableArray<Rect>> writing = new(Writing);

    /// <summary>Where other embryos lie, which are not to be seen.</summary>
    internal ImmutableArray<EmbryoOutline> Others
    {
        get => others.Value;
        init => others = new(value);
    }

    /// <summary>Rectangles that are not to be seen either.</summary>
    internal ImmutableArray<Rect> Writing
    {
        get => writing.Value;
        init => writing = new(value);
    }
}
