using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Simulation.Reference;

/// <summary>What is known of one cell over many wild-type embryos.</summary>
/// <param name="Name">The cell's name.</param>
/// <param name="Embryos">In how many embryos it was traced.</param>
/// <param name="Birth">Mean time of birth, in reference minutes (<see cref="ReferenceEmbryo"/>).</param>
/// <param name="BirthSpread">Standard deviation of the time of birth, minutes.</param>
/// <param name="Cycle">Mean time from birth to division, minutes; null where tracing ends before it divides.</param>
/// <param name="CycleSpread">Standard deviation of that time, minutes; 0 where it is unknown.</param>
/// <param name="Path">Where it is and how large, at even steps from birth to division (or to the end of tracing).</param>
internal sealed record ReferenceCell(
    string Name, int Embryos, double Birth, double BirthSpread, double? Cycle, double CycleSpread, ImmutableArray<ReferencePlace> Path)
{
    private readonly ByContent<ImmutableArray<ReferencePlace>> path = new(Path);

    /// <summary>Where it is and how large, at even steps.</summary>
    internal ImmutableArray<ReferencePlace> Path
    {
        get => path.Value;
        init => path = new(value);
    }
}
