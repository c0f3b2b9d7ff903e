using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Sequences;

/// <summary>Numbered pictures in a folder, which are one movie where that is asked for.</summary>
internal sealed class SequenceFormat : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => input.IsFolder;

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) => options.IsSequence
        ? SequenceDecoder.Open(path, options)
        : throw new InputException(path, "is a folder; name a file in it.", InputRemedy.Sequence);
}
