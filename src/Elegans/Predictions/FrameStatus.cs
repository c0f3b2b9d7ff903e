namespace Elegans.Predictions;

/// <summary>Whether a frame could be read.</summary>
public enum FrameStatus
{
    /// <summary>The frame shows an embryo and was counted.</summary>
    Ok,

    /// <summary>The frame has too little contrast to show an embryo, such as a black one. It has no counts.</summary>
    NoEmbryo,

    /// <summary>The frame shows something else than an embryo with labelled nuclei. It has no counts.</summary>
    NotNuclei,

    /// <summary>The frame is damaged and could not be decoded. It has no counts; the frames around it keep their numbers.</summary>
    Damaged,

    /// <summary>The embryo is older than the model was trained for (about 350 cells). Its counts are lower bounds.</summary>
    BeyondRange,

    /// <summary>A part of the embryo lies outside of the frame. Its counts are lower bounds.</summary>
    CutOff,

    /// <summary>The embryo has too few pixels to tell its nuclei apart. It has no counts.</summary>
    TooSmall,

    /// <summary>Another embryo lies before or behind this one. Its counts have no intervals.</summary>
    Overlapping,
}
