using Elegans.Lineages;

namespace Elegans.Annotation;

/// <summary>A frame whose counts an annotation gives.</summary>
/// <param name="Frame">The frame, counted from 0.</param>
/// <param name="Counts">The living cells of each lineage in it.</param>
public readonly record struct LabelledFrame(FrameIndex Frame, LineageCounts Counts);
