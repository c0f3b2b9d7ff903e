using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Simulation.Fields;

/// <summary>A rendered field with what is in it. Dispose it when done.</summary>
/// <param name="image">The frame, 8 bits.</param>
/// <param name="embryos">Every embryo.</param>
/// <param name="notEmbryo">255 where something was drawn into the picture that is neither embryo nor ground: writing, bars, arrows, borders.</param>
internal sealed class RenderedField(NuclearImage image, IReadOnlyList<RenderedEmbryo> embryos, Mat notEmbryo) : IDisposable
{
    /// <summary>The frame, 8 bits.</summary>
    internal NuclearImage Image => image;

    /// <summary>Every embryo.</summary>
    internal IReadOnlyList<RenderedEmbryo> Embryos => embryos;

    /// <summary>255 where something was drawn that is neither embryo nor ground.</summary>
    internal Mat NotEmbryo => notEmbryo;

    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        NotEmbryo.Dispose();
    }
}
