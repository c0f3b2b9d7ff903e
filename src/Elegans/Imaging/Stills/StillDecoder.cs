using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging.Stills;

/// <summary>Decodes a single picture.</summary>
internal sealed class StillDecoder : FrameDecoder
{
    private const string NoImage = "is not an image that can be decoded (PNG, JPEG, TIFF, BMP, GIF and WebP can); it may be damaged or cut off.";
    private readonly string path;

    private StillDecoder(string path, SourceDescription description) => (this.path, Description) = (path, description);

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    internal static StillDecoder Open(string path)
    {
        (long width, long height) = ImageHeader.SizeOf(path);
        if (width == 0) throw new InputException(path, NoImage);
        return new StillDecoder(path, new SourceDescription
        {
            Kind = SourceKind.Still,
            Format = StillFormat.NameOf(InputSignature.Of(path)) ?? "image",
            Frames = 1,
            Width = (int)Math.Min(width, int.MaxValue),
            Height = (int)Math.Min(height, int.MaxValue),
        });
    }

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note)
    {
        using Mat decoded = Decode();
        yield return (new FrameIndex(0), decoded);
    }

    private Mat Decode()
    {
        try
        {
            // OpenCV fills what a cut-off JPEG or PNG lacks with grey and says nothing; libvips refuses it. It reads neither BMP nor portable maps.
            if (!ImageHeader.IsBmp(path) && !ImageHeader.IsPortableMap(path))
            {
                // From a source and not by name: libvips takes brackets at the end of a name for options.
                using Source source = Source.NewFromFile(path);
                using Image image = Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning);
                return image.ToMat(path);
            }

            Mat decoded = Cv2.ImRead(path, ImreadModes.Unchanged);
            if (!decoded.Empty()) return decoded;
            decoded.Dispose();
            throw new InputException(path, NoImage);
        }
        catch (OpenCVException exception)
        {
            throw new InputException(path, $"cannot be decoded as an image: {exception.ErrMsg}.", exception);
        }
        catch (VipsException exception)
        {
            throw new InputException(
                path, $"cannot be decoded as an image; it may be damaged or cut off ({exception.Message.ReplaceLineEndings(" ").Trim()}).", exception);
        }
    }
}
