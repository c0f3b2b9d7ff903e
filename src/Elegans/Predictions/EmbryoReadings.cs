using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>What the network says of one embryo, frame by frame.</summary>
/// <param name="Number">The embryo's number in its field of view, from 1, from left to right.</param>
/// <param name="Outline">Where it lies; null where none was found, and whole frames were read.</param>
/// <param name="Readings">A reading for each frame from 0.</param>
public sealed record EmbryoReadings(int Number, FollowedEmbryo? Outline, ImmutableArray<FrameReading> Readings)
{
    private readonly ByContent<ImmutableArray<FrameReading>> readings = new(Readings);

    /// <summary>A reading for each frame from 0.</summary>
    public ImmutableArray<FrameReading> Readings
    {
        get => readings.Value;
        init => readings = new(value);
    }

    /// <summary>What is said where an embryo was asked for that is not there.</summary>
    internal static InputException Missing(string path, int count, int number) => new(
        path, FormattableString.Invariant($"shows {count} {(count == 1 ? "embryo" : "embryos")}, and embryo {number} was asked for."));
}
