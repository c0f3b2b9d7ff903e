using System.Collections.Immutable;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Frames;

/// <summary>The nuclei of a training frame.</summary>
/// <param name="Nuclei">Every nucleus, and polar bodies where they are known.</param>
/// <param name="KnowsPolarBodies">Whether all polar bodies are among them; they are not traced in real movies.</param>
internal sealed record FrameNuclei(ImmutableArray<PlacedNucleus> Nuclei, bool KnowsPolarBodies)
{
    private readonly ByContent<ImmutableArray<PlacedNucleus>> nuclei = new(Nuclei);

    /// <summary>Every nucleus, and polar bodies where they are known.</summary>
    internal ImmutableArray<PlacedNucleus> Nuclei
    {
        get => nuclei.Value;
        init => nuclei = new(value);
    }

    /// <summary>A frame that shows none.</summary>
    internal static FrameNuclei None { get; } = new([], KnowsPolarBodies: true);

    /// <summary>The nuclei where they lie after the frame was moved.</summary>
    internal FrameNuclei MovedBy(InputPlacement placement) => this with
    {
        Nuclei = [.. Nuclei.Select(nucleus =>
        {
            (double x, double y) = placement.ToInput(nucleus.X, nucleus.Y);
            return nucleus with { X = x, Y = y, Diameter = nucleus.Diameter * placement.Scale };
        })],
    };
}
