using Elegans.Annotation;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Frames;

/// <summary>Frames rendered from tracks, each through a microscope of its own.</summary>
internal sealed class RenderedFrames(FrameSampler sampler, MicroscopeRanges microscopes, ViewRanges views) : IFrameSource
{
    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        (TracedEmbryo embryo, TimePoint time) = sampler.Draw(random);
        return new TrainingFrame(
            embryo.Renderer.Render(time, embryo.Renderer.DrawView(views, random), microscopes.Draw(random), random), embryo.TruthAt(time));
    }
}
