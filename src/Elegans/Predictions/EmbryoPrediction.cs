using Elegans.Embryos;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>The counts of one embryo of an input.</summary>
/// <param name="Number">Its number in the field of view, from 1, from left to right.</param>
/// <param name="Outline">Where it lies; null where none was found, and whole frames were read.</param>
/// <param name="Frames">Every frame's prediction.</param>
public sealed record EmbryoPrediction(int Number, FollowedEmbryo? Outline, MoviePrediction Frames)
{
    private readonly ByContent<MoviePrediction> frames = new(Frames);

    /// <summary>Every frame's prediction.</summary>
    public MoviePrediction Frames
    {
        get => frames.Value;
        init => frames = new(value);
    }
}
