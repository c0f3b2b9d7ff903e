using Elegans.Embryos;

namespace Elegans.Predictions;

/// <summary>The counts of one embryo of an input.</summary>
/// <param name="number">Its number in the field of view, from 1, from left to right.</param>
/// <param name="outline">Where it lies; null where none was found, and whole frames were read.</param>
/// <param name="frames">Every frame's prediction.</param>
public sealed class EmbryoPrediction(int number, FollowedEmbryo? outline, MoviePrediction frames)
{
    /// <summary>Its number in the field of view, from 1, from left to right.</summary>
    public int Number { get; } = number;

    /// <summary>Where it lies; null where none was found, and whole frames were read.</summary>
    public FollowedEmbryo? Outline { get; } = outline;

    /// <summary>Every frame's prediction.</summary>
    public MoviePrediction Frames { get; } = frames;
}
