using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Swaps rows and columns.</summary>
public sealed record Transpose : Augmentation
{
    /// <inheritdoc/>
    internal override bool MovesPixels => true;

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        Cv2.Transpose(frame, changed);
        return changed;
    }
}
