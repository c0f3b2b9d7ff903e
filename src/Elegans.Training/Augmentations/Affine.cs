using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Turns, scales and shifts a frame about its centre; what comes in from outside is black.</summary>
public sealed record Affine : Augmentation
{
    /// <summary>Degrees, anticlockwise.</summary>
    public ParameterRange Rotation { get; init; } = new(-10, 10);

    /// <summary>The shift along each side, as a share of that side.</summary>
    public ParameterRange Translation { get; init; } = new(-0.1, 0.1);

    /// <summary>The factor on lengths.</summary>
    public ParameterRange Scale { get; init; } = new(1, 1);

    internal override void Check()
    {
        base.Check();
        Require(Rotation.High >= Rotation.Low, $"a rotation from {Rotation.Low} to {Rotation.High}; it rises");
        Require(Translation.Low > -1 && Translation.High < 1 && Translation.High >= Translation.Low,
            $"a translation from {Translation.Low} to {Translation.High}; it is a share of the frame, between -1 and 1, and rises");
        Require(Scale.Low > 0 && Scale.High >= Scale.Low, $"a scale from {Scale.Low} to {Scale.High}; it is positive and rises");
    }

    /// <inheritdoc/>
    internal override bool MovesPixels => true;

    private protected override Mat Apply(Mat frame, Random random)
    {
        using Mat move = Cv2.GetRotationMatrix2D(new Point2f((frame.Width - 1) / 2f, (frame.Height - 1) / 2f), Rotation.Draw(random), Scale.Draw(random));
        move.Set(0, 2, move.Get<double>(0, 2) + (frame.Width * Translation.Draw(random)));
        move.Set(1, 2, move.Get<double>(1, 2) + (frame.Height * Translation.Draw(random)));
        var changed = new Mat();
        Cv2.WarpAffine(frame, changed, move, frame.Size(), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
        return changed;
    }
}
