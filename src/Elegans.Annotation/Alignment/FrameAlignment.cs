using Elegans.Lineages;

namespace Elegans.Annotation.Alignment;

/// <summary>
/// The rule that joins a movie and its annotation: frame f (counted from 0) shows time point f + <see cref="Offset"/>.
/// This is the only place where the two numberings meet.
/// </summary>
/// <param name="Offset">The time point that frame 0 shows; it may lie before the first time point.</param>
/// <remarks>
/// For EPIC's movies the offset is 1: one annotated time point for each frame from the first on, found by rendering the
/// nuclei of every time point and correlating with the frames (<c>elegans align</c>). Frames past the last annotated
/// time point are unlabelled.
/// </remarks>
public readonly record struct FrameAlignment(int Offset)
{
    /// <summary>EPIC's rule: frame 0 shows time point 1.</summary>
    public static FrameAlignment Epic { get; } = new(1);

    /// <summary>The time point a frame shows; null where the frame was taken before the first time point.</summary>
    /// <param name="frame">The frame.</param>
    public TimePoint? TimePointIn(FrameIndex frame) => frame.Value + Offset >= 1 ? new TimePoint(frame.Value + Offset) : null;

    /// <summary>The frame that shows a time point; null where the movie begins after it.</summary>
    /// <param name="time">The time point.</param>
    public FrameIndex? FrameShowing(TimePoint time) => time.Value >= Offset ? new FrameIndex(time.Value - Offset) : null;
}
