namespace Elegans.Training.Data;

/// <summary>Why a movie or a frame is left out of training.</summary>
public enum DataProblem
{
    /// <summary>A movie without a track.</summary>
    NoTrack,

    /// <summary>The movie cannot be decoded.</summary>
    Unreadable,

    /// <summary>The track belongs to another movie, or starts at another frame.</summary>
    NotAligned,

    /// <summary>The frame has no contrast at all.</summary>
    Blank,

    /// <summary>The frame is too dark to show an embryo.</summary>
    Dark,

    /// <summary>The frame shows what the frame before shows, pixel by pixel.</summary>
    Duplicate,

    /// <summary>The frame was taken before or after the embryo was traced.</summary>
    NotTraced,

    /// <summary>Tracing had lost cells, or named too few of them, by this frame.</summary>
    NotCounted,
}
