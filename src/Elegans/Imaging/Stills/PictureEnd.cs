using System.Buffers.Binary;
using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Stills;

/// <summary>Finds GIF, WebP and portable maps that were cut off, of which decoders quietly show what is left.</summary>
/// <remarks>CompuServe GIF89a; Google's container specification of WebP; Netpbm.</remarks>
internal static class PictureEnd
{
    private const byte Extension = 0x21, Picture = 0x2C, Trailer = 0x3B;

    /// <summary>Refuses a file that ends before its last part does.</summary>
    /// <exception cref="InputException">It does.</exception>
    internal static void Require(string path)
    {
        InputSignature input = InputSignature.Of(path);
        bool isWhole = StillFormat.NameOf(input) switch
        {
            "GIF" => IsWholeGif(path),
            "WebP" => new FileInfo(path).Length >= 8L + BinaryPrimitives.ReadUInt32LittleEndian(input.Begin[4..]),
            "portable map" => PortableMap.Of(input) is not { } map || new FileInfo(path).Length >= map.Bytes,
            _ => true,
        };
        if (!isWhole) throw new InputException(path, "is cut off: its last part is not whole. Copy it again from its source.");
    }

    private static bool IsWholeGif(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        Span<byte> header = stackalloc byte[13], picture = stackalloc byte[9];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return false;
        Skip(stream, Colours(header[10]));
        while (true)
        {
            switch (stream.ReadByte())
            {
                case Trailer: return true;
                case Extension:
                    _ = stream.ReadByte();
                    break;
                case Picture:
                    if (stream.ReadAtLeast(picture, picture.Length, throwOnEndOfStream: false) < picture.Length) return false;
                    Skip(stream, Colours(picture[8]) + 1);
                    break;
                case 0: continue;
                case < 0: return false;
                default: return true; // not a block; what follows is for the decoder to judge
            }

            for (int block = stream.ReadByte(); block != 0; block = stream.ReadByte())
            {
                if (block < 0) return false;
                Skip(stream, block);
            }
        }

        static int Colours(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

        static void Skip(Stream stream, int bytes)
        {
            while (bytes > 0 && stream.ReadByte() >= 0) bytes--;
        }
    }
}
