using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Simulation.Fields;

/// <summary>A rendered field with what is in it. Dispose it when done.</summary>
/// <param name="Image">The frame, 8 bits.</param>
/// <param name="Embryos">Every embryo.</param>
/// <param name="NotEmbryo">255 where something was drawn into the picture that is neither embryo nor ground: writing, bars, arrows, borders.</param>
internal sealed record RenderedField(NuclearImage Image, IReadOnlyList<RenderedEmbryo> Embryos, Mat NotEmbryo) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        NotEmbryo.Dispose();
    }
}
