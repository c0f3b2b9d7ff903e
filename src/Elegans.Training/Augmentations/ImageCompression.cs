using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>Compresses a frame as JPEG and takes it out again.</summary>
public sealed record ImageCompression : Augmentation
{
    /// <summary>The quality, in JPEG's terms.</summary>
    public ParameterRange Quality { get; init; } = new(35, 95);

    internal override void Check()
    {
        base.Check();
        Require(Quality.Low >= 1 && Quality.High <= 100 && Quality.High >= Quality.Low,
            $"a quality from {Quality.Low} to {Quality.High}; it lies between 1 and 100, and rises");
    }

    private protected override Mat Apply(Mat frame, Random random)
    {
        Cv2.ImEncode(".jpg", frame, out byte[] compressed, new ImageEncodingParam(ImwriteFlags.JpegQuality, (int)Quality.Draw(random)));
        return Cv2.ImDecode(compressed, ImreadModes.Grayscale);
    }
}
