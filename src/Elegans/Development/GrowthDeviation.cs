using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>How the number of an embryo's cells departs from that of a normal embryo.</summary>
public sealed record GrowthDeviation
{
    /// <summary>The frame from which on it is noticed. What departs begins before: single frames prove nothing. How much, docs/accuracy.md says.</summary>
    public required FrameIndex From { get; init; }

    /// <summary>Whether there are fewer cells than a normal embryo has, or more.</summary>
    public required bool IsFewer { get; init; }

    /// <summary>The frame around which it departs most.</summary>
    public required FrameIndex Worst { get; init; }

    /// <summary>The total read around there.</summary>
    public required double Measured { get; init; }

    /// <summary>The total of a normal embryo there, at the pace of the frames before <see cref="From"/>.</summary>
    public required double Expected { get; init; }

    /// <summary>How far the movie lies from the course, in doublings (<see cref="SteadyGrowth.Departure"/>).</summary>
    public required double Departure { get; init; }

    /// <summary>Age in the first frame of a normal embryo that does what this one does until <see cref="From"/>.</summary>
    public required DevelopmentalTime Start { get; init; }

    /// <summary>Its minutes of development from one frame to the next.</summary>
    public required double Pace { get; init; }

    /// <summary>Its age in a frame.</summary>
    /// <param name="frame">The frame.</param>
    public DevelopmentalTime AgeIn(FrameIndex frame) => new(Start.Minutes + (Pace * frame.Value));
}
