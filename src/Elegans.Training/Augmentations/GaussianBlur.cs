using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Blurs a frame.</summary>
public sealed record GaussianBlur : Augmentation
{
    /// <summary>The standard deviation, in pixels.</summary>
    public ParameterRange Sigma { get; init; } = new(0.3, 1.3);

    internal override void Check()
    {
        base.Check();
        Require(Sigma.Low > 0 && Sigma.High >= Sigma.Low, $"a sigma from {Sigma.Low} to {Sigma.High}; it is positive and rises");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        Cv2.GaussianBlur(frame, changed, new Size(0, 0), Sigma.Draw(random));
        return changed;
    }
}
