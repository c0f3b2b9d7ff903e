using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Bends the grey scale by an exponent, drawn by its logarithm; black and white stay.</summary>
public sealed record RandomGamma : Augmentation
{
    /// <summary>The exponent; above 1 darkens.</summary>
    public ParameterRange Gamma { get; init; } = new(0.7, 1.4);

    internal override void Check()
    {
        base.Check();
        Require(Gamma.Low > 0 && Gamma.High >= Gamma.Low, $"a gamma from {Gamma.Low} to {Gamma.High}; it is positive and rises");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        double gamma = Gamma.DrawLogarithmic(random);
        byte[] levels = [.. Enumerable.Range(0, 256).Select(level => (byte)Math.Round(255 * Math.Pow(level / 255.0, gamma)))];
        var changed = new Mat();
        Cv2.LUT(frame, levels, changed);
        return changed;
    }
}
