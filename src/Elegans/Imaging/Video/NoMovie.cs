using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Video;

/// <summary>What a file that is no movie may be, so that its user learns it.</summary>
internal static class NoMovie
{
    /// <summary>
    /// Whether a file is text. FFmpeg must not be asked about one: it takes playlists for movies, and they can name any other
    /// file or machine.
    /// </summary>
    internal static bool IsText(InputSignature input)
    {
        if (input.Has("YUV4MPEG2 "u8)) return false;
        foreach (byte letter in input.Begin)
            if (letter is < (byte)' ' and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7F) return false;
        return true;
    }

    /// <summary>Refuses a file in words that fit it.</summary>
    internal static InputException Refuse(string path, InputSignature input)
    {
        string known = MovieContainer.NameOf(input) is { } container
            ? $"; it begins as {Article(container)} {container} does, and is damaged or of a kind that is not known"
            : KindOf(input) is { } kind ? $"; it looks like {kind}"
            : "; it may be damaged, or something else under that name";
        return input.Has("RIFF"u8) && input.Has("WAVE"u8, 8)
            ? new InputException(path, "is sound and not a movie.")
            : new InputException(path, $"is not an image or movie that can be read (PNG, JPEG, BMP, GIF, TIFF, .mov, .mp4, .avi, .mkv and others can){known}.");
    }

    private static string Article(string noun) => noun[0] is 'A' or 'M'
        && (noun.StartsWith(MovieContainer.Avi, StringComparison.Ordinal) || noun.StartsWith("MP", StringComparison.Ordinal)
        || noun.StartsWith("MX", StringComparison.Ordinal)) || noun[0] is 'a' or 'O' ? "an" : "a";

    private static string? KindOf(InputSignature input)
    {
        if (input.Has([0x1F, 0x8B])) return "compressed with gzip; unpack it first";
        if (input.Has([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) || input.Has("BZh"u8) || input.Has("7z"u8) || input.Has("Rar!"u8)
            || input.Has([0x28, 0xB5, 0x2F, 0xFD])) return "an archive; unpack it first";
        if (input.Begin.IndexOfAnyExcept((byte)0) < 0) return "nothing: it holds only zeros";
        return IsText(input) ? "text" : null;
    }
}
