using Elegans.Files;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Sources;

/// <summary>An input of one format, opened: what it is, and its frames as they are stored.</summary>
internal abstract class FrameDecoder
{
    /// <summary>What was found without decoding the frames.</summary>
    internal abstract SourceDescription Description { get; }

    /// <summary>
    /// Decodes the frames in order, numbered from 0; every enumeration anew, a frame or two in memory at a time. A damaged frame
    /// is left out, and those after it keep their numbers. Samples are of 8 or 16 bits or real numbers (NaN and infinities are
    /// background, and are handled by who asks), one to four a pixel, blue before red. A frame belongs to the decoder until the
    /// next one is asked for.
    /// </summary>
    /// <param name="note">Told what only decoding shows, such as frames that were dropped.</param>
    /// <exception cref="InputException">The input can no longer be read, or is damaged so that the frames' numbers are not known.</exception>
    internal abstract IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note);

    /// <summary>Only the frames whose numbers the stride divides; what lies between is decoded where there is no other way.</summary>
    /// <param name="stride">1 and more.</param>
    /// <param name="note">As of all frames.</param>
    /// <exception cref="InputException">As of all frames.</exception>
    internal virtual IEnumerable<(FrameIndex Index, Mat Frame)> Every(int stride, Action<SourceNote> note) =>
        Frames(note).Where(frame => frame.Index.Value % stride == 0);
}
