using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>
/// Refuses what only its name shows to be a format that is not read. It is asked after those that know their files by content: a TIFF
/// or a movie under such a name is read as what it is.
/// </summary>
internal sealed class MakersByName : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => !input.IsFolder && MakersFormats.ByName(input.Path) is not null && !IsMovie(input);

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) =>
        throw MakersMessage.Of(InputSignature.Of(path), MakersFormats.ByName(path)!, isByContent: false);

    /// <summary>Whether it begins like a movie: MPEG-4 and QuickTime, AVI, Matroska, GIF, MPEG, DV, RED.</summary>
    private static bool IsMovie(InputSignature input) =>
        input.Has("ftyp"u8, 4) || input.Has("moov"u8, 4) || input.Has("mdat"u8, 4) || input.Has("wide"u8, 4) || input.Has("free"u8, 4)
        || input.Has("RIFF"u8) || input.Has([0x1A, 0x45, 0xDF, 0xA3]) || input.Has("GIF8"u8) || input.Has([0, 0, 1, 0xBA]) || input.Has([0, 0, 1, 0xB3])
        || input.Has([0x1F, 0x07, 0x00]) || input.Has("RED"u8, 4);
}
