using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Video;

/// <summary>Movies as players know them, in every container that FFmpeg knows: QuickTime, MPEG-4, AVI, Matroska and others.</summary>
internal sealed class VideoFormat : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => !input.IsFolder;

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) => VideoDecoder.Open(path, options);
}
