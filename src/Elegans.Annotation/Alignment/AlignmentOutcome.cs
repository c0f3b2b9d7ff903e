namespace Elegans.Annotation.Alignment;

/// <summary>Whether a track belongs to a movie.</summary>
public enum AlignmentOutcome
{
    /// <summary>The track belongs to the movie.</summary>
    Belongs,

    /// <summary>The track belongs to another movie.</summary>
    DoesNotBelong,

    /// <summary>Too little can be compared, or nothing fits well enough for either.</summary>
    CannotTell,
}
