namespace Elegans.Files;

/// <summary>What a user can ask for so that an input is read, or read differently. A front end says how that is asked for there.</summary>
public enum InputRemedy
{
    /// <summary>Nothing that can be asked for.</summary>
    None,

    /// <summary>Choose the colour that shows the nuclei.</summary>
    Colour,

    /// <summary>Choose the channel of the stack that shows the nuclei.</summary>
    StackChannel,

    /// <summary>Choose one of several positions.</summary>
    Position,

    /// <summary>Choose one of several embryos.</summary>
    Embryo,

    /// <summary>Read a part of the frame only.</summary>
    Region,

    /// <summary>Say how many slices make one time point.</summary>
    Slices,

    /// <summary>Read the pictures of the folder as one movie.</summary>
    Sequence,

    /// <summary>Give the time between frames.</summary>
    Interval,

    /// <summary>Allow frames of more pixels.</summary>
    Pixels,

    /// <summary>Allow more frames.</summary>
    Frames,

    /// <summary>Allow more bytes.</summary>
    Bytes,

    /// <summary>Allow more time.</summary>
    Time,

    /// <summary>Name the folder of the traced movies.</summary>
    Movies,

    /// <summary>Name the folder of the tracks, or the manifest that names them.</summary>
    Tracks,

    /// <summary>Name the table of published labels.</summary>
    Labels,

    /// <summary>Go on with the run that is there.</summary>
    Resume,

    /// <summary>Allow a larger cache of frames.</summary>
    CacheSize,
}
