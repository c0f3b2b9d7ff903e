using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>What the network says of every embryo of an input.</summary>
/// <param name="Field">Where embryos were found.</param>
/// <param name="Embryos">The embryos from left to right; at least one, which stands for whole frames where none was found.</param>
/// <param name="AreCutOut">Whether embryos were cut out of their frames; if not, frames were read as they are.</param>
public sealed record FieldReadings(FieldOfView Field, ImmutableArray<EmbryoReadings> Embryos, bool AreCutOut)
{
    private readonly ByContent<ImmutableArray<EmbryoReadings>> embryos = new(Embryos);

    /// <summary>The embryos from left to right; at least one, which stands for whole frames where none was found.</summary>
    public ImmutableArray<EmbryoReadings> Embryos
    {
        get => embryos.Value;
        init => embryos = new(value);
    }
}
