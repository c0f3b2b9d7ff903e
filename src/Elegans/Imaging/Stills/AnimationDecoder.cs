using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging.Stills;

/// <summary>Decodes the frames of an animated GIF or WebP. Its delays are for playing and say nothing about filming.</summary>
internal sealed class AnimationDecoder : FrameDecoder
{
    private readonly string path;

    private AnimationDecoder(string path, SourceDescription description) => (this.path, Description) = (path, description);

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    /// <summary>The frames that a file has; 1 where it is no animation, or nothing that can be decoded.</summary>
    internal static int PagesOf(string path)
    {
        InputSignature input = InputSignature.Of(path);
        if (StillFormat.NameOf(input) is not ("GIF" or "WebP")) return 1;
        try
        {
            using Source source = Source.NewFromFile(path);
            using Image image = Image.NewFromSource(source, access: Enums.Access.Sequential);
            return image.Contains("n-pages") ? Convert.ToInt32(image.Get("n-pages")) : 1;
        }
        catch (VipsException)
        {
            return 1;
        }
    }

    internal static AnimationDecoder Open(string path, int pages, ReadOptions options)
    {
        options.Limits.CheckCount(path, pages);
        (long width, long height) = ImageHeader.SizeOf(path);
        options.Limits.CheckFrame(path, width, height);
        using Source source = Source.NewFromFile(path);
        using Image image = Load(path, source);
        return new AnimationDecoder(path, new SourceDescription
        {
            Kind = SourceKind.Video,
            Format = $"animated {StillFormat.NameOf(InputSignature.Of(path))}",
            Frames = pages,
            Width = (int)width,
            Height = (int)height,
            BitDepth = 8,
        });
    }

    /// <inheritdoc/>
    /// <remarks>Frames build upon each other: libvips has them below one another in one long picture, of which a frame is taken at a time, from the
    /// top.</remarks>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note)
    {
        using Source source = Source.NewFromFile(path);
        using Image image = Load(path, source);
        using Region region = Region.New(image);
        for (int frame = 0; frame < Description.Frames; frame++)
        {
            using Mat decoded = Decode(image, region, frame);
            yield return (new FrameIndex(frame), decoded);
        }
    }

    private Mat Decode(Image image, Region region, int frame)
    {
        try
        {
            byte[] samples = region.Fetch(0, frame * Description.Height, Description.Width, Description.Height);
            using Image picture = Image.NewFromMemory(samples, Description.Width, Description.Height, image.Bands, image.Format);
            return picture.ToMat(path);
        }
        catch (VipsException exception)
        {
            throw Damaged(path, exception);
        }
    }

    private static Image Load(string path, Source source)
    {
        try
        {
            return Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error, kwargs: new VOption { { "n", -1 } });
        }
        catch (VipsException exception)
        {
            throw Damaged(path, exception);
        }
    }

    private static InputException Damaged(string path, VipsException exception) =>
        new(path, $"cannot be decoded as an animation; it may be damaged or cut off ({exception.Message.ReplaceLineEndings(" ").Trim()}).", exception);
}
