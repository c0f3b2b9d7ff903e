using Elegans.Imaging;

namespace Elegans.Training.Frames;

/// <summary>A frame to train on.</summary>
/// <param name="Image">The frame.</param>
/// <param name="Truth">What is known of it.</param>
/// <param name="Nuclei">Its nuclei, in its pixels; null where they are not known.</param>
internal sealed record TrainingFrame(NuclearImage Image, FrameTruth Truth, FrameNuclei? Nuclei = null) : IDisposable
{
    public void Dispose() => Image.Dispose();
}
