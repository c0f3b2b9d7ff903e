namespace Elegans.Imaging.Video;

/// <summary>How FFmpeg lays out the samples of a movie, as far as it matters here.</summary>
/// <remarks>
/// FFmpeg's codes of deep layouts end in the number of bits, such as 'Y', '1', 0, 16 for 16 bits of grey with the lower byte
/// first; with the higher byte first the code stands the other way round (libavcodec/raw.c).
/// </remarks>
internal readonly record struct PixelLayout(int Code)
{
    /// <summary>Whether it is 16 bits of grey, which OpenCV hands over as they are.</summary>
    internal bool IsGrey16 => Code == Of('Y', '1', 0, 16) || Code == Of('Y', '1', '6', ' ');

    /// <summary>Bits of a sample.</summary>
    internal int Bits => IsGrey16 ? 16 : IsDeep(Code & 0xFF, (Code >> 8) & 0xFF, Code >> 24) ? Code >> 24
        : IsDeep((Code >> 24) & 0xFF, (Code >> 16) & 0xFF, Code & 0xFF) ? Code & 0xFF : 8;

    private static int Of(int first, int second, int third, int fourth) => first | (second << 8) | (third << 16) | (fourth << 24);

    private static bool IsDeep(int family, int planes, int bits) => family is 'Y' or 'G' && planes is '1' or '2' or '3' or '4' && bits is > 8 and <= 16;
}
