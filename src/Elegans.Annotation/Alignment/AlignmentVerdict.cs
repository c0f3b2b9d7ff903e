namespace Elegans.Annotation.Alignment;

/// <summary>Whether a track belongs to a movie, and which time point frame 0 shows.</summary>
public sealed record AlignmentVerdict
{
    /// <summary>The share of frames that must agree for the track to belong to the movie.</summary>
    public const double LeastAgreement = 0.7;

    /// <summary>The median correlation that must be reached.</summary>
    public const double LeastCorrelation = 0.6;

    /// <summary>The number of compared frames below which nothing can be said.</summary>
    public const int LeastFrames = 5;

    /// <summary>The offset at which nuclei and frames correlate best.</summary>
    public required FrameAlignment Best { get; init; }

    /// <summary>How many frames were compared at that offset.</summary>
    public required int Frames { get; init; }

    /// <summary>The share of them that correlate better with the time point the offset gives than with any other, give or take one.</summary>
    public required double Agreement { get; init; }

    /// <summary>The share of them that correlate best with exactly that time point.</summary>
    public required double ExactAgreement { get; init; }

    /// <summary>The median over frames of the correlation at that offset.</summary>
    public required double MedianCorrelation { get; init; }

    /// <summary>Whether the track belongs to the movie at that offset.</summary>
    public bool Holds => Frames >= LeastFrames && Agreement >= LeastAgreement && MedianCorrelation >= LeastCorrelation;

    /// <summary>The verdict as a sentence.</summary>
    public override string ToString() => Holds
        ? $"The track belongs to the movie: frame f shows time point f {(Best.Offset < 0 ? "-" : "+")} {Math.Abs(Best.Offset)}."
        : Frames < LeastFrames
            ? $"Nothing can be said: only {Frames} frame(s) can be compared, and {LeastFrames} are needed."
            : "The track does not belong to the movie.";
}
