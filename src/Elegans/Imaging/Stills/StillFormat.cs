using Elegans.Imaging.Sources;
using Elegans.Imaging.Video;

namespace Elegans.Imaging.Stills;

/// <summary>Single pictures and animations of them: PNG, JPEG, BMP, GIF, WebP and portable grey maps, by their first bytes whatever their names.</summary>
internal sealed class StillFormat : FrameFormat
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];

    /// <summary>Names of pictures that follow each other without a container.</summary>
    private static readonly string[] Streams = [".mjpeg", ".mjpg"];

    /// <inheritdoc/>
    /// <remarks>An animated PNG is left to FFmpeg: libvips shows only its first picture.</remarks>
    internal override bool Recognises(InputSignature input)
    {
        if (input.IsFolder) return false;
        if (input.Has([0x89, (byte)'P', (byte)'N', (byte)'G'])) return !PngAnimation.Is(input.Path);
        return NameOf(input) is not null ? !Streams.Contains(input.Extension) : Extensions.Contains(input.Extension) && MovieContainer.NameOf(input) is null;
    }

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options)
    {
        PictureEnd.Require(path);
        return AnimationDecoder.PagesOf(path) is > 1 and var pages ? AnimationDecoder.Open(path, pages, options) : StillDecoder.Open(path);
    }

    /// <summary>The format in words; null where the first bytes are of none.</summary>
    internal static string? NameOf(InputSignature input)
    {
        if (input.Has([0x89, (byte)'P', (byte)'N', (byte)'G'])) return "PNG";
        if (input.Has([0xFF, 0xD8, 0xFF])) return "JPEG";
        if (input.Has("BM"u8)) return "BMP";
        if (input.Has("GIF8"u8)) return "GIF";
        if (input.Has("RIFF"u8) && input.Has("WEBP"u8, 8)) return "WebP";
        return (input.Has("P5"u8) || input.Has("P6"u8)) && PortableMap.Of(input) is not null ? "portable map" : null;
    }
}
