using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>How the number of an embryo's cells departs from that of a normal embryo.</summary>
/// <param name="From">The frame from which on it departs.</param>
/// <param name="IsFewer">Whether there are fewer cells than a normal embryo has, or more.</param>
/// <param name="Worst">The frame around which it departs most.</param>
/// <param name="Measured">The total read there.</param>
/// <param name="Expected">The total of a normal embryo there, at the pace of the frames before <see cref="From"/>.</param>
/// <param name="Departure">How far the whole movie lies from the course, in doublings (<see cref="SteadyGrowth.Departure"/>).</param>
public sealed record GrowthDeviation(FrameIndex From, bool IsFewer, FrameIndex Worst, double Measured, double Expected, double Departure);
