using Elegans.Imaging;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Adds noise of its own to every pixel.</summary>
public sealed record GaussianNoise : Augmentation
{
    /// <summary>The standard deviation, in grey levels.</summary>
    public ParameterRange StandardDeviation { get; init; } = new(0, 7);

    internal override void Check()
    {
        base.Check();
        Require(StandardDeviation.Low >= 0 && StandardDeviation.High >= StandardDeviation.Low,
            $"a standard deviation from {StandardDeviation.Low} to {StandardDeviation.High}; it is not negative and rises");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        using Mat noise = new(frame.Size(), MatType.CV_32FC1), light = new();
        new NormalNoise(random).Run((int)noise.Total()).CopyTo(MatSpans.Of<float>(noise));
        frame.ConvertTo(light, MatType.CV_32FC1);
        Cv2.ScaleAdd(noise, StandardDeviation.Draw(random), light, light);
        var changed = new Mat();
        light.ConvertTo(changed, MatType.CV_8UC1);
        return changed;
    }
}
