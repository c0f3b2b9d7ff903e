namespace Elegans;

/// <summary>Whether a frame could be read.</summary>
public enum FrameStatus
{
    /// <summary>The frame shows an embryo and was counted.</summary>
    Ok,

    /// <summary>The frame has too little contrast to show an embryo, such as a black one. It has no counts.</summary>
    NoEmbryo,
}
