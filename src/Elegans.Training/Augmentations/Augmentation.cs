using System.Text.Json.Serialization;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>
/// A change of a training frame that leaves its counts as they are. Names follow the field's most used library
/// (Albumentations, https://doi.org/10.3390/info11020125); OpenCV does the work. Only training frames are changed, never
/// those that validate or judge.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Name")]
[JsonDerivedType(typeof(VerticalFlip), nameof(VerticalFlip))]
[JsonDerivedType(typeof(HorizontalFlip), nameof(HorizontalFlip))]
[JsonDerivedType(typeof(Transpose), nameof(Transpose))]
[JsonDerivedType(typeof(RandomContrast), nameof(RandomContrast))]
[JsonDerivedType(typeof(RandomGain), nameof(RandomGain))]
[JsonDerivedType(typeof(RandomGamma), nameof(RandomGamma))]
[JsonDerivedType(typeof(ElasticTransform), nameof(ElasticTransform))]
[JsonDerivedType(typeof(Affine), nameof(Affine))]
[JsonDerivedType(typeof(GaussianBlur), nameof(GaussianBlur))]
[JsonDerivedType(typeof(GaussianNoise), nameof(GaussianNoise))]
[JsonDerivedType(typeof(ImageCompression), nameof(ImageCompression))]
public abstract record Augmentation
{
    /// <summary>How often a frame is changed, from 0 to 1.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Whether it moves what the frame shows, and does not only change its light.</summary>
    internal virtual bool MovesPixels => false;

    /// <summary>Changes a frame, or leaves it, by chance.</summary>
    /// <param name="frame">The frame, one channel of 8 bits; it stays the caller's.</param>
    /// <param name="random">Where chance comes from: the same state gives the same change.</param>
    /// <returns>A new frame; null where it stays as it is.</returns>
    internal Mat? Draw(Mat frame, Random random) => random.NextDouble() < Probability ? Apply(frame, random) : null;

    /// <summary>Checks the probability and the ranges.</summary>
    /// <exception cref="ArgumentException">One makes no sense; the message names it.</exception>
    internal virtual void Check() => Require(Probability is >= 0 and <= 1, $"a probability of {Probability}; it lies between 0 and 1");

    /// <summary>Changes a frame.</summary>
    private protected abstract Mat Apply(Mat frame, Random random);

    /// <summary>Refuses a setting.</summary>
    private protected void Require(bool holds, FormattableString what)
    {
        if (!holds) throw new ArgumentException(FormattableString.Invariant($"The augmentation {GetType().Name} has {FormattableString.Invariant(what)}."));
    }
}
