using Elegans.Lineages;

namespace Elegans.Imaging;

/// <summary>A decoded frame of a movie with its number. Dispose it when done.</summary>
/// <param name="Index">Which frame of the movie, counted from 0.</param>
/// <param name="Image">The nuclear channel.</param>
public sealed record MovieFrame(FrameIndex Index, NuclearImage Image) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
