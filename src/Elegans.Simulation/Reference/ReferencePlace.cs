using System.Numerics;

namespace Elegans.Simulation.Reference;

/// <summary>Where a cell is at one point of its life, in embryo coordinates: units of half the embryo's length.</summary>
/// <param name="Position">Mean position; x runs along the embryo.</param>
/// <param name="Spread">Standard deviation of the position, the same in all directions.</param>
/// <param name="Diameter">Mean diameter of the nucleus.</param>
/// <param name="DiameterSpread">Standard deviation of the diameter.</param>
internal readonly record struct ReferencePlace(Vector3 Position, float Spread, float Diameter, float DiameterSpread);
