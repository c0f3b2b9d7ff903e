using System.Text;
using BitMiracle.LibTiff.Classic;

namespace Elegans.Imaging.Tiff;

/// <summary>Decodes compressed strips and tiles with LibTiff.NET: one handle for a whole reading.</summary>
internal sealed class TiffCodec : IDisposable
{
    /// <summary>What LibTiff.NET said of the strip or tile that is being decoded; it writes to standard error unless it is given somewhere else.</summary>
    [ThreadStatic]
    private static string? said;

    private readonly Stream stream;
    private readonly BitMiracle.LibTiff.Classic.Tiff tiff;
    private long current = -1;

    static TiffCodec() => BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new Listener());

    private TiffCodec(Stream stream, BitMiracle.LibTiff.Classic.Tiff tiff) => (this.stream, this.tiff) = (stream, tiff);

    /// <summary>Opens a file for decoding.</summary>
    /// <exception cref="InvalidDataException">LibTiff.NET does not open it.</exception>
    internal static TiffCodec Open(string path)
    {
        said = null;
        FileStream bytes = File.OpenRead(path);
        // h: only the file's head is read; which page comes first, we say.
        BitMiracle.LibTiff.Classic.Tiff? opened = BitMiracle.LibTiff.Classic.Tiff.ClientOpen(path, "rh", bytes, new TiffStream());
        if (opened is not null) return new TiffCodec(bytes, opened);
        bytes.Dispose();
        throw new InvalidDataException(said ?? "it cannot be opened");
    }

    /// <summary>Decodes one strip or tile, its samples in this machine's byte order.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">Which of its strips or tiles.</param>
    /// <param name="into">Where it goes.</param>
    /// <param name="length">How many bytes it has when it is decoded.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal void Decode(TiffPage page, int segment, byte[] into, int length)
    {
        said = null;
        try
        {
            if (current != page.At)
            {
                current = -1;
                // LibTiff.NET allocates what a tag claims.
                page.Directory.RequireInside();
                if (!tiff.SetSubDirectory(page.At)) throw new InvalidDataException(said ?? "its description is damaged");
                if (page.Compression == Compressions.Jpeg) tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
                current = page.At;
            }

            int read = page.IsTiled ? tiff.ReadEncodedTile(segment, into, 0, length) : tiff.ReadEncodedStrip(segment, into, 0, length);
            // The JPEG decoder fills what is missing with grey and only warns.
            if (read < length || (page.Compression == Compressions.Jpeg && said is not null)) throw new InvalidDataException(said
                ?? "its compressed data ends too early");
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // LibTiff.NET runs over the ends of its own arrays in damaged data, and throws whatever that throws; or it asks for memory
            // that such data claims and that nobody has.
            current = -1;
            throw new InvalidDataException(said ?? exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tiff.Dispose();
        stream.Dispose();
    }

    private sealed class Listener : TiffErrorHandler
    {
        public override void ErrorHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args) =>
            said ??= Text(format, args);

        public override void ErrorHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args) =>
            said ??= Text(format, args);

        public override void WarningHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
        {
            if (method?.Contains("JPEG", StringComparison.OrdinalIgnoreCase) == true) said ??= Text(format, args);
        }

        public override void WarningHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        private static string Text(string format, object[] args)
        {
            try
            {
                return args.Length == 0 ? format : string.Format(null, CompositeFormat.Parse(format), args);
            }
            catch (FormatException)
            {
                return format;
            }
        }
    }
}
