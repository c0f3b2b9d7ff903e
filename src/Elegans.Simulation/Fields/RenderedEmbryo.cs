using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Fields;

/// <summary>The truth about one embryo of a rendered field.</summary>
/// <param name="Outline">Where it lies.</param>
/// <param name="Track">Its nuclei.</param>
/// <param name="Time">The time point shown.</param>
/// <param name="View">How the track's coordinates became pixels.</param>
/// <param name="Nuclei">Its nuclei and polar bodies, in pixels of the field.</param>
internal sealed record RenderedEmbryo(EmbryoOutline Outline, NucleiTrack Track, TimePoint Time, View View, ImmutableArray<PlacedNucleus> Nuclei)
{
    private readonly ByContent<ImmutableArray<PlacedNucleus>> nuclei = new(Nuclei);

    /// <summary>Its nuclei and polar bodies, in pixels of the field.</summary>
    internal ImmutableArray<PlacedNucleus> Nuclei
    {
        get => nuclei.Value;
        init => nuclei = new(value);
    }
}
