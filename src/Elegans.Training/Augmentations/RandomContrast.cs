using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Multiplies all grey levels by a factor within <see cref="Limit"/> of one.</summary>
public sealed record RandomContrast : Augmentation
{
    /// <summary>How far the factor may be from one; 0.9 draws it between 0.1 and 1.9.</summary>
    public double Limit { get; init; } = 0.2;

    internal override void Check()
    {
        base.Check();
        Require(Limit is > 0 and < 1, $"a limit of {Limit}; it lies between 0 and 1");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        frame.ConvertTo(changed, MatType.CV_8UC1, 1 + (Limit * ((2 * random.NextDouble()) - 1)));
        return changed;
    }
}
