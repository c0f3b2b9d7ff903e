namespace Elegans.Predictions;

/// <summary>A movie of a normal embryo that a laboratory filmed as it films the others.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Departure">
/// How far it departs from normal growth, in doublings (<see cref="Development.SteadyGrowth.Departure"/>); null where too few frames were
/// read to say.
/// </param>
public readonly record struct ControlMovie(string Name, double? Departure);
