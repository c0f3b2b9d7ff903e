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
        View view = embryo.Renderer.DrawView(views, random);
        Microscope microscope = microscopes.Draw(random);
        return new TrainingFrame(
            embryo.Renderer.Render(time, view, microscope, random), embryo.TruthAt(time),
            new FrameNuclei([.. embryo.Renderer.NucleiIn(time, view, microscope)], KnowsPolarBodies: true));
    }
}
