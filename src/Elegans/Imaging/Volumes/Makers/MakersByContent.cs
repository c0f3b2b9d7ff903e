using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>Refuses what its content shows to be a format that is not read, with the way out; whatever it is called.</summary>
internal sealed class MakersByContent : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => MakersFormats.IsFolder(input.Path) || MakersFormats.ByContent(input) is not null;

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options)
    {
        var input = InputSignature.Of(path);
        throw MakersMessage.Of(input, MakersFormats.ByContent(input) ?? MakersFormats.N5, isByContent: true);
    }
}
