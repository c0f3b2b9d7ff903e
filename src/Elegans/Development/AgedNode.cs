namespace Elegans.Development;

/// <summary>What the chain says of a few frames together.</summary>
/// <param name="Minutes">Their most likely age in minutes.</param>
/// <param name="Spread">Its standard deviation.</param>
/// <param name="Pace">Minutes of development to the next node.</param>
/// <param name="Beyond">The probability that the embryo is older than the course.</param>
internal readonly record struct AgedNode(double Minutes, double Spread, double Pace, double Beyond);
