using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>A format that is read, of a file that is called like one that is not: it is read as what it contains, and that is told.</summary>
/// <param name="format">The format of its content.</param>
/// <param name="called">The format of its name.</param>
internal sealed class Misnamed(FrameFormat format, MakersFormat called) : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => format.Recognises(input);

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) => new Decoder(format.Open(path, options), called);

    private sealed class Decoder(FrameDecoder decoder, MakersFormat called) : FrameDecoder
    {
        internal override SourceDescription Description { get; } = decoder.Description with
        {
            Notes = [.. decoder.Description.Notes,
                new SourceNote($"It is called like {called.Name} and contains something else ({decoder.Description.Format}); it is read as what it contains.")],
        };

        internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note) => decoder.Frames(note);
    }
}
