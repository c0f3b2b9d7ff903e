using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Multiplies all grey levels, drawn by the factor's logarithm, and adds a black level; above 1 bright nuclei saturate.</summary>
public sealed record RandomGain : Augmentation
{
    /// <summary>The factor.</summary>
    public ParameterRange Gain { get; init; } = new(0.5, 1.7);

    /// <summary>Grey levels added after that.</summary>
    public ParameterRange BlackLevel { get; init; } = new(0, 0);

    internal override void Check()
    {
        base.Check();
        Require(Gain.Low > 0 && Gain.High >= Gain.Low, $"a gain from {Gain.Low} to {Gain.High}; it is positive and rises");
        Require(BlackLevel.High >= BlackLevel.Low, $"a black level from {BlackLevel.Low} to {BlackLevel.High}; it rises");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        var changed = new Mat();
        frame.ConvertTo(changed, MatType.CV_8UC1, Gain.DrawLogarithmic(random), BlackLevel.Draw(random));
        return changed;
    }
}
