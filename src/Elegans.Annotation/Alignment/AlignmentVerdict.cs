namespace Elegans.Annotation.Alignment;

/// <summary>Whether a track belongs to a movie, and which time point frame 0 shows.</summary>
public sealed record AlignmentVerdict
{
    /// <summary>The share of frames that must agree for the track to belong to the movie.</summary>
    public const double MinAgreement = 0.7;

    /// <summary>The median correlation that must be reached.</summary>
    public const double MinCorrelation = 0.6;

    /// <summary>The number of compared frames below which nothing can be said.</summary>
    public const int MinFrames = 5;

    /// <summary>
    /// Where nothing fits, what the nearest view must still show for the track to be refuted: an embryo where the track has one,
    /// and frames that look like other time points than they should.
    /// </summary>
    private const double RefutedCorrelation = 0.45, RefutedAgreement = 0.35;

    /// <summary>The offset at which nuclei and frames correlate best.</summary>
    public required FrameAlignment Best { get; init; }

    /// <summary>How the movie shows what was traced.</summary>
    public required MovieView View { get; init; }

    /// <summary>How many frames were compared at that offset.</summary>
    public required int Frames { get; init; }

    /// <summary>The share of them that correlate better with the time point the offset gives than with any other, give or take one.</summary>
    public required double Agreement { get; init; }

    /// <summary>The share of them that correlate best with exactly that time point.</summary>
    public required double ExactAgreement { get; init; }

    /// <summary>The median over frames of the correlation at that offset.</summary>
    public required double MedianCorrelation { get; init; }

    /// <summary>Whether the track belongs to the movie at that offset, seen as <see cref="View"/> has it.</summary>
    public bool Holds => Frames >= MinFrames && Agreement >= MinAgreement && MedianCorrelation >= MinCorrelation;

    /// <summary>What the measurement comes to.</summary>
    public AlignmentOutcome Outcome => Holds ? AlignmentOutcome.Belongs
        : Frames >= MinFrames && Nearest is { Agreement: < RefutedAgreement, MedianCorrelation: >= RefutedCorrelation } ? AlignmentOutcome.DoesNotBelong
        : AlignmentOutcome.CannotTell;

    /// <summary>
    /// Of a track that does not hold as it was traced, the scaled, turned or mirrored view that comes nearest; null where none was
    /// looked for.
    /// </summary>
    internal AlignmentVerdict? Nearest { get; init; }

    /// <summary>Whether other angles than quarter turns were looked for; not where neither track nor movie tells a direction.</summary>
    internal bool IsOfAnyAngle { get; init; }

    private string Sign => Best.Offset < 0 ? "-" : "+";

    private string Changed => View.IsAsTraced ? "" : $", if the movie is {View}";

    /// <summary>What there is to say where no time point can be drawn in the movie.</summary>
    internal static AlignmentVerdict Nothing(MovieView view) =>
        new() { Best = FrameAlignment.Epic, View = view, Frames = 0, Agreement = 0, ExactAgreement = 0, MedianCorrelation = 0 };

    /// <summary>The verdict as a sentence.</summary>
    public override string ToString() => Outcome switch
    {
        AlignmentOutcome.Belongs => $"The track belongs to the movie{Changed}: frame f shows time point f {Sign} {Math.Abs(Best.Offset)}.",
        AlignmentOutcome.DoesNotBelong => "The track does not belong to the movie: neither as it is, nor scaled, cut, mirrored or turned"
            + $"{(Nearest is { IsOfAnyAngle: true } ? "" : " by quarter turns")}.",
        _ when Frames < MinFrames && Nearest is null => $"Nothing can be said: only {Frames} frame(s) can be compared, and {MinFrames} are needed.",
        _ => "Cannot tell whether the track belongs to the movie; the movie may be scaled, turned or mirrored in another way, or show its nuclei poorly.",
    };
}
