using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>One page: its size, how its samples are stored, and where.</summary>
internal sealed class TiffPage
{
    private const int MinIsWhite = 0, Rgb = 2, Palette = 3, YCbCr = 6, PlaneByPlane = 2, MaxSamples = 4096, Grown = 4;

    private readonly TiffDirectory directory;
    private long[]? offsets;

    private TiffPage(TiffDirectory directory)
    {
        this.directory = directory;
        Width = directory.Whole(TagId.ImageWidth, 0);
        Height = directory.Whole(TagId.ImageLength, 0);
        Samples = (int)Math.Min(directory.Whole(TagId.SamplesPerPixel, 1), MaxSamples + 1);
        Compression = (int)Math.Min(directory.Whole(TagId.Compression, Compressions.None), int.MaxValue);
        Photometric = (int)Math.Min(directory.Whole(TagId.Photometric, 1), int.MaxValue);
        IsPlanar = directory.Whole(TagId.PlanarConfiguration, 1) == PlaneByPlane && Samples > 1;
        Predictor = (int)Math.Min(directory.Whole(TagId.Predictor, 1), int.MaxValue);
        IsReversed = directory.Whole(TagId.FillOrder, 1) == 2;
        IsTiled = directory.Has(TagId.TileOffsets) || directory.Has(TagId.TileWidth);
        SegmentWidth = IsTiled ? directory.Whole(TagId.TileWidth, 0) : Width;
        SegmentHeight = IsTiled ? directory.Whole(TagId.TileLength, 0) : Math.Min(directory.Whole(TagId.RowsPerStrip, Height), Height);
        long format = directory.Whole(TagId.SampleFormat, 1);
        // 4 is "undefined", which those who write it mean as plain numbers.
        Type = new SampleType((int)Math.Min(directory.Whole(TagId.BitsPerSample, 1), 1024), format is 0 or 1 or 4 ? SampleKind.Unsigned : format is 2 or 3
            ? (SampleKind)format : SampleKind.Other);
    }

    /// <summary>Where its directory is.</summary>
    internal long At => directory.At;

    /// <summary>Its tags.</summary>
    internal TiffDirectory Directory => directory;

    /// <summary>Width in pixels.</summary>
    internal long Width { get; }

    /// <summary>Height in pixels.</summary>
    internal long Height { get; }

    /// <summary>Samples of each pixel.</summary>
    internal int Samples { get; }

    /// <summary>How a sample is stored.</summary>
    internal SampleType Type { get; }

    /// <summary>How it is compressed.</summary>
    internal int Compression { get; }

    /// <summary>What the samples mean.</summary>
    internal int Photometric { get; }

    /// <summary>What was done to the samples before they were compressed.</summary>
    internal int Predictor { get; }

    /// <summary>Whether each sample has strips or tiles of its own.</summary>
    internal bool IsPlanar { get; }

    /// <summary>Whether a byte's lowest bit comes first.</summary>
    internal bool IsReversed { get; }

    /// <summary>Whether it is stored in tiles.</summary>
    internal bool IsTiled { get; }

    /// <summary>Width of a strip or tile.</summary>
    internal long SegmentWidth { get; }

    /// <summary>Height of a strip or tile; the last strip can have fewer rows.</summary>
    internal long SegmentHeight { get; }

    /// <summary>Strips or tiles side by side.</summary>
    internal long Across => (Width + SegmentWidth - 1) / SegmentWidth;

    /// <summary>Strips or tiles on top of each other.</summary>
    internal long Down => (Height + SegmentHeight - 1) / SegmentHeight;

    /// <summary>Whether the samples are colours, or compressed as such.</summary>
    internal bool IsColour => Samples >= 3 && Photometric is Rgb or YCbCr or 5 or 8 or 9 or 10;

    /// <summary>
    /// Whether the samples are colours of which only libvips makes red, green and blue: printers' inks, lightness and hue, or
    /// brightness and hue without JPEG.
    /// </summary>
    internal bool IsForeignColour => Photometric is 5 or 8 or 9 or 10 or 32844 or 32845 || (Photometric == YCbCr && Compression != Compressions.Jpeg);

    /// <summary>Whether the samples are places in a palette.</summary>
    internal bool IsPalette => Photometric == Palette && Samples == 1;

    /// <summary>Whether a single bit's 0 is white.</summary>
    internal bool IsWhiteZero => Photometric == MinIsWhite && Type.Bits == 1;

    /// <summary>How many channels the samples of a pixel are: one for colours and for grey with transparency.</summary>
    internal int Channels => Samples == 1 || IsColour ? 1 : Samples == 2 && directory.Whole(TagId.ExtraSamples, 0) is 1 or 2 ? 1 : Samples;

    /// <summary>Where the strips or tiles are.</summary>
    internal long[] Offsets => offsets ??= Segments(directory.Wholes(directory.Has(TagId.TileOffsets) ? TagId.TileOffsets
        : TagId.StripOffsets, Across * Down * Planes));

    /// <summary>Bytes of each strip or tile as stored; none where the file does not say.</summary>
    internal long[] ByteCounts => directory.Wholes(directory.Has(TagId.TileByteCounts) ? TagId.TileByteCounts : TagId.StripByteCounts, Across * Down * Planes);

    /// <summary>Bytes of all samples when they are not compressed.</summary>
    internal long Bytes => Type.RowBytes(Width * (IsPlanar ? 1 : Samples)) * Height * Planes;

    private int Planes => IsPlanar ? Samples : 1;

    /// <summary>Reads what a directory says of a page.</summary>
    /// <exception cref="EndOfStreamException">A tag is not inside the file.</exception>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    /// <exception cref="NotSupportedException">Its samples or their compression are not read.</exception>
    /// <exception cref="InputException">It is larger than the limits allow.</exception>
    internal static TiffPage Of(TiffFile file, long at, InputLimits limits)
    {
        var page = new TiffPage(file.Directory(at));
        if (page.Width <= 0 || page.Height <= 0 || page.Width > int.MaxValue
            || page.Height > int.MaxValue) throw new InvalidDataException("it has no width or height");
        limits.CheckFrame(file.Path, page.Width, page.Height);
        // A tile may be larger than a small page, but not by much; a strip never is.
        if (page.SegmentWidth <= 0 || page.SegmentHeight <= 0 || page.SegmentWidth > Math.Max(page.Width * Grown, 4096)
            || page.SegmentHeight > Math.Max(page.Height * Grown, 4096))
            throw new InvalidDataException("its strips or tiles have an impossible size");
        if (page.Samples is < 1 or > MaxSamples) throw new InvalidDataException("it has an impossible number of samples a pixel");
        limits.CheckFrame(file.Path, page.SegmentWidth, page.SegmentHeight * (page.IsPlanar ? 1 : Math.Max(1, page.Samples / 4)));
        if (page.directory.Whole(TagId.ImageDepth, 1) is > 1 and var depth)
            throw new NotSupportedException(FormattableString.Invariant(
                $"has pages of {depth} slices each (volumetric TIFF), which are not read. Save it with a page for each slice, as OME-TIFF."));
        if (!Compressions.IsRead(page.Compression))
            throw new NotSupportedException(
                $"is compressed with {Compressions.Name(page.Compression)}, which is not read. Save it with LZW or uncompressed, as 8 or 16 bits.");
        if (page.Type.Kind == SampleKind.Other || !page.Type.IsRead)
            throw new NotSupportedException(
                $"has samples of {page.Type.Bits} bits{(page.Type.Kind == SampleKind.Other ? " that are complex numbers or of a kind that is not known" : "")}"
                + ", which are not read. Save it as 8 or 16 bits.");
        return page;
    }

    private long[] Segments(long[] found) =>
        found.Length >= Across * Down * Planes ? found
            : throw new InvalidDataException(FormattableString.Invariant($"it has {found.Length} strips or tiles where {Across * Down * Planes} are needed"));
}
