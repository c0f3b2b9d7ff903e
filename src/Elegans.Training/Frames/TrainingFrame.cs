using Elegans.Imaging;

namespace Elegans.Training.Frames;

/// <summary>A frame to train on.</summary>
/// <param name="Image">The frame.</param>
/// <param name="Truth">What is known of it.</param>
internal sealed record TrainingFrame(NuclearImage Image, FrameTruth Truth) : IDisposable
{
    public void Dispose() => Image.Dispose();
}
