using System.Collections.Immutable;
using Elegans.Embryos;
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
}
