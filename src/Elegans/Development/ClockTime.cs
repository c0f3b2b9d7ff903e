using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>What the clock says of one frame.</summary>
/// <param name="Time">The embryo's most likely age.</param>
/// <param name="Spread">Standard deviation of that age in minutes.</param>
/// <param name="Pace">Minutes of development from one frame to the next.</param>
/// <param name="Beyond">The probability that the embryo is older than the reference course.</param>
public readonly record struct ClockTime(DevelopmentalTime Time, double Spread, double Pace, double Beyond);
