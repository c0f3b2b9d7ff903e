using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Sources;

/// <summary>An image that is in memory already, as an input of one frame.</summary>
/// <param name="image">The image; it stays the caller's.</param>
internal sealed class GivenImage(NuclearImage image) : FrameDecoder
{
    /// <inheritdoc/>
    internal override SourceDescription Description { get; } = new()
    {
        Kind = SourceKind.Still,
        Format = "image",
        Frames = 1,
        Width = image.Width,
        Height = image.Height,
        BitDepth = image.BitDepth,
    };

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note)
    {
        yield return (new FrameIndex(0), image.Pixels);
    }
}
