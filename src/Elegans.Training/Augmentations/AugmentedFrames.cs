using System.Collections.Immutable;
using Elegans.Imaging;
using Elegans.Training.Frames;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Frames of a source, each changed by a chain of augmentations, one after the other.</summary>
internal sealed class AugmentedFrames : IFrameSource
{
    private readonly IFrameSource source;
    private readonly ImmutableArray<Augmentation> augmentations;
    private readonly bool movesNuclei;

    internal AugmentedFrames(IFrameSource source, ImmutableArray<Augmentation> augmentations)
    {
        (this.source, this.augmentations) = (source, augmentations);
        foreach (Augmentation augmentation in augmentations) augmentation.Check();
        // Where a flip or a warp takes a nucleus is not followed: the counts are learnt all the same.
        movesNuclei = augmentations.Any(augmentation => augmentation.MovesPixels);
    }

    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        TrainingFrame drawn = source.Draw(random);
        if (augmentations.IsEmpty) return drawn;
        using (drawn) return drawn with { Image = Augment(drawn.Image, random), Nuclei = movesNuclei ? null : drawn.Nuclei };
    }

    private NuclearImage Augment(NuclearImage image, Random random)
    {
        var frame = new Mat();
        image.Pixels.ConvertTo(frame, MatType.CV_8UC1, image.BitDepth == 8 ? 1 : 1 / 257.0);
        foreach (Augmentation augmentation in augmentations)
        {
            if (augmentation.Draw(frame, random) is not { } changed) continue;
            frame.Dispose();
            frame = changed;
        }

        return new NuclearImage(frame);
    }
}
