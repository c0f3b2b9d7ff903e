namespace Elegans.Imaging;

/// <summary>What an input is.</summary>
public enum SourceKind
{
    /// <summary>One picture.</summary>
    Still,

    /// <summary>A movie as players know it, or an animation.</summary>
    Video,

    /// <summary>One file or store of many planes: time points, and perhaps slices and channels.</summary>
    Stack,

    /// <summary>Many numbered pictures, one or more for each time point.</summary>
    Sequence,
}
