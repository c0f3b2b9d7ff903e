using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Mirrors a frame left to right.</summary>
public sealed record HorizontalFlip : Augmentation
{
    /// <inheritdoc/>
    internal override bool MovesPixels => true;

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        Cv2.Flip(frame, changed, FlipMode.Y);
        return changed;
    }
}
