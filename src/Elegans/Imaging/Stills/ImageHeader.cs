using Elegans.Imaging.Sources;
using NetVips;

namespace Elegans.Imaging.Stills;

/// <summary>What an image file claims of itself, read without decoding it.</summary>
internal static class ImageHeader
{
    private const int BmpHeaderLength = 26, BmpWidthAt = 18, BmpHeightAt = 22;

    /// <summary>Width and height; zero where the header tells nothing, and the decoder will say what is wrong.</summary>
    internal static (long Width, long Height) SizeOf(string path)
    {
        if (IsBmp(path)) return Bmp(path);
        if (IsPortableMap(path)) return PortableMap.Of(InputSignature.Of(path)) is { } map ? (map.Width, map.Height) : (0, 0);
        try
        {
            using Source source = Source.NewFromFile(path);
            using Image image = Image.NewFromSource(source, access: Enums.Access.Sequential);
            return (image.Width, image.Height);
        }
        catch (VipsException)
        {
            return (0, 0);
        }
    }

    /// <summary>Whether a file is a BMP, whatever its name: libvips reads none.</summary>
    internal static bool IsBmp(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == 'B' && file.ReadByte() == 'M';
    }

    /// <summary>Whether a file is a portable map, whatever its name: the libvips that comes along reads none.</summary>
    internal static bool IsPortableMap(string path) => StillFormat.NameOf(InputSignature.Of(path)) == "portable map";

    private static (long Width, long Height) Bmp(string path)
    {
        Span<byte> header = stackalloc byte[BmpHeaderLength];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(header, BmpHeaderLength, throwOnEndOfStream: false) == BmpHeaderLength
            ? (Math.Abs((long)BitConverter.ToInt32(header[BmpWidthAt..])), Math.Abs((long)BitConverter.ToInt32(header[BmpHeightAt..])))
            : (0, 0);
    }
}
