using Elegans.Annotation;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Frames;

/// <summary>Images that show no labelled nuclei.</summary>
internal sealed class Distractors(FrameSampler sampler, MicroscopeRanges microscopes, ViewRanges views) : IFrameSource
{
    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        (TracedEmbryo embryo, TimePoint time) = sampler.Draw(random);
        return new TrainingFrame(DistractorRenderer.Render(embryo.Renderer, time, views, microscopes, random), FrameTruth.NotNuclei,
            FrameNuclei.None);
    }
}
