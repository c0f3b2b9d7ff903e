namespace Elegans.Models;

/// <summary>How an embryo, its recording or its movie came to bear on a model.</summary>
public enum LedgerRole
{
    /// <summary>Its frames, rendered or real, moved the weights or set the ranges they are rounded by.</summary>
    Weights,

    /// <summary>It validated: it decided when the learning rate fell, when training ended and which epoch's weights were kept.</summary>
    Schedule,

    /// <summary>Interval widths or the limit of misfit were measured on it.</summary>
    Calibration,

    /// <summary>It was in view when settings of the clock, or how far an embryo may lie from the course, were chosen.</summary>
    Clock,

    /// <summary>It was in view when the renderer's ranges were chosen.</summary>
    Renderer,

    /// <summary>It was offered to the reference course.</summary>
    Course,

    /// <summary>It was offered to the reference embryo.</summary>
    Reference,

    /// <summary>It was kept for the test.</summary>
    Test,
}
