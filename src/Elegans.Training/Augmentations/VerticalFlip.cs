using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Mirrors a frame top to bottom.</summary>
public sealed record VerticalFlip : Augmentation
{
    /// <inheritdoc/>
    internal override bool MovesPixels => true;

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        Cv2.Flip(frame, changed, FlipMode.X);
        return changed;
    }
}
