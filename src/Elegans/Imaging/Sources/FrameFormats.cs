using Elegans.Files;
using Elegans.Imaging.Sequences;
using Elegans.Imaging.Stills;
using Elegans.Imaging.Tiff;
using Elegans.Imaging.Video;
using Elegans.Imaging.Volumes.Imaris;
using Elegans.Imaging.Volumes.Makers;
using Elegans.Imaging.Volumes.Zarr;

namespace Elegans.Imaging.Sources;

/// <summary>
/// Every format that is read, in the order in which they are asked. A new format is a class here and nothing else: the library,
/// the command line, folder runs and the page all ask this list.
/// </summary>
internal static class FrameFormats
{
    private static readonly FrameFormat[] All =
    [
        // First: some of what is refused begins like a TIFF and holds only previews there.
        new MakersByContent(),
        new OmeZarrFormat(),
        new ImarisFormat(),
        new TiffFormat(),
        new CompanionFormat(),
        new StillFormat(),
        // After those that know their files by content.
        new MakersByName(),
        // The last for files: what no other format knows may be a movie, and FFmpeg says so by opening it.
        new VideoFormat(),
        new SequenceFormat(),
    ];

    /// <summary>The format of an input.</summary>
    /// <exception cref="InputException">None knows it.</exception>
    internal static FrameFormat Of(string path)
    {
        InputSignature input = InputSignature.Of(path);
        FrameFormat? found = All.FirstOrDefault(format => format.Recognises(input));
        if (found is TiffFormat or StillFormat or VideoFormat && !input.IsFolder && MakersFormats.ByName(path) is { } called)
            return new Misnamed(found, called);
        if (found is not null) return found;
        throw input.IsFolder
            ? new InputException(path, "is a folder; name a file in it, or ask for its pictures as one movie.", InputRemedy.Sequence)
            : new InputException(
                path,
                "is not an image or movie that can be read (PNG, JPEG, BMP, TIFF, .mov, .mp4, .avi and others can); it may be damaged, or something else under "
                + "that name.");
    }
}
