namespace Elegans.Imaging.Video;

/// <summary>How the pictures of a movie are stored, in words.</summary>
internal static class VideoCodec
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MJPG"] = "Motion JPEG",
        ["JPEG"] = "Motion JPEG",
        ["mjpb"] = "Motion JPEG",
        ["FMP4"] = "MPEG-4 part 2",
        ["mp4v"] = "MPEG-4 part 2",
        ["XVID"] = "MPEG-4 part 2",
        ["DIVX"] = "MPEG-4 part 2",
        ["DX50"] = "MPEG-4 part 2",
        ["MP41"] = "Microsoft MPEG-4",
        ["MP42"] = "Microsoft MPEG-4",
        ["MP43"] = "Microsoft MPEG-4",
        ["DIV3"] = "Microsoft MPEG-4",
        ["h264"] = "H.264",
        ["avc1"] = "H.264",
        ["x264"] = "H.264",
        ["hevc"] = "H.265",
        ["hev1"] = "H.265",
        ["hvc1"] = "H.265",
        ["VP80"] = "VP8",
        ["VP90"] = "VP9",
        ["vp08"] = "VP8",
        ["vp09"] = "VP9",
        ["av01"] = "AV1",
        ["theo"] = "Theora",
        ["FFV1"] = "FFV1",
        ["HFYU"] = "HuffYUV",
        ["FFVH"] = "HuffYUV",
        ["mpg1"] = "MPEG-1",
        ["mpg2"] = "MPEG-2",
        ["WMV1"] = "Windows Media Video",
        ["WMV2"] = "Windows Media Video",
        ["WMV3"] = "Windows Media Video",
        ["WVC1"] = "VC-1",
        ["flv1"] = "Sorenson",
        ["SVQ1"] = "Sorenson",
        ["SVQ3"] = "Sorenson",
        ["MPNG"] = "PNG",
        ["png "] = "PNG",
        ["apng"] = "PNG",
        ["mjp2"] = "JPEG 2000",
        ["cvid"] = "Cinepak",
        ["MSVC"] = "Microsoft Video 1",
        ["apco"] = "ProRes",
        ["apcs"] = "ProRes",
        ["apcn"] = "ProRes",
        ["apch"] = "ProRes",
        ["ap4h"] = "ProRes",
        ["ap4x"] = "ProRes",
        ["rle "] = "QuickTime Animation",
        ["raw "] = "uncompressed",
        ["DIB "] = "uncompressed",
        ["Y800"] = "uncompressed",
        ["Y16 "] = "uncompressed",
        ["I420"] = "uncompressed",
    };

    /// <summary>The name of a codec.</summary>
    /// <param name="code">Its four letters as OpenCV returns them.</param>
    internal static string NameOf(int code)
    {
        if (code is 0 or -1) return "uncompressed";
        string letters = string.Concat(Enumerable.Range(0, 4).Select(place => (char)((code >> (8 * place)) & 0xFF)));
        if (Names.TryGetValue(letters, out string? name)) return name;
        return string.IsNullOrWhiteSpace(letters.Trim('\0')) ? "uncompressed" : letters.All(char.IsAsciiLetterOrDigit) ? letters : "unknown codec";
    }
}
