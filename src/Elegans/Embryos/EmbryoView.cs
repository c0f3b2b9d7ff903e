using System.Collections.Immutable;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>How one embryo is to be looked at in one frame.</summary>
/// <param name="Outline">Where it lies.</param>
/// <param name="Others">Where other embryos lie, which are not to be seen.</param>
/// <param name="Writing">Rectangles that are not to be seen either.</param>
internal sealed record EmbryoView(EmbryoOutline Outline, ImmutableArray<EmbryoOutline> Others, ImmutableArray<Rect> Writing);
