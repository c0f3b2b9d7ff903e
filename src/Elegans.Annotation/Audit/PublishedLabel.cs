using Elegans.Lineages;

namespace Elegans.Annotation.Audit;

/// <summary>One row of a published table of frame labels.</summary>
/// <param name="Embryo">The embryo, from the name of the frame's folder.</param>
/// <param name="Frame">The frame, counted from 0.</param>
/// <param name="Counts">The counts that were published for it.</param>
/// <param name="Line">The table's line, counted from 1.</param>
public sealed record PublishedLabel(string Embryo, FrameIndex Frame, LineageCounts Counts, int Line);
