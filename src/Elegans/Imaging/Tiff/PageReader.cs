using Elegans.Files;
using NetVips;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>Reads the pixels of pages: what is not compressed straight from the file, the rest through LibTiff.NET, one handle for both.</summary>
/// <param name="file">The file.</param>
/// <param name="limits">How large a page may be.</param>
internal sealed class PageReader(TiffFile file, InputLimits limits) : IDisposable
{
    private const int Colours = 3;
    private readonly SegmentCodec own = new();
    private TiffCodec? codec;
    private byte[] buffer = [];

    /// <summary>Reads a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="number">Its number in the file, for what only libvips reads.</param>
    /// <param name="shift">How far behind the page's own samples those are that are read, as where planes follow each other without a directory.</param>
    /// <param name="sample">The sample to read, counted from 0; of colours all are read.</param>
    /// <param name="areChannels">Whether samples that look like colours are channels.</param>
    /// <param name="reused">An image that may be overwritten if it fits.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <exception cref="InputException">It is too large.</exception>
    internal Mat Read(TiffPage page, int number, long shift, int sample, bool areChannels, Mat? reused = null)
    {
        if (page.IsForeignColour && !areChannels) return Foreign(number);
        bool isColour = page.IsColour && !areChannels;
        // Before anything is allocated: what is not compressed must be there.
        long segment = page.Type.RowBytes(page.SegmentWidth) * Math.Min(page.SegmentHeight, page.Height);
        if (page.Compression == Compressions.None && (page.Bytes > file.Length || page.Offsets.Min() + shift + segment > file.Length))
            throw new EndOfStreamException("the file ends before its pixels do");
        limits.CheckFrame(file.Path, page.Width, page.Height);
        MatType type = MatType.MakeType(page.Type.Depth.Depth, isColour ? Colours : 1);
        var size = new OpenCvSharp.Size((int)page.Width, (int)page.Height);
        Mat image = reused is not null && reused.Size() == size && reused.Type() == type ? reused : new Mat(size, type);
        try
        {
            Fill(page, shift, isColour ? [0, 1, 2] : [sample], image);
            return image;
        }
        catch
        {
            if (!ReferenceEquals(image, reused)) image.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => codec?.Dispose();

    private static unsafe Span<byte> Pixels(Mat image) => new((void*)image.Data, checked((int)(image.Total() * image.ElemSize())));

    /// <summary>Takes some samples of every pixel, the first of them into the image's last channel: red comes first in the file, and blue here.</summary>
    private void Fill(TiffPage page, long shift, ReadOnlySpan<int> taken, Mat image)
    {
        bool isRaw = page.Compression == Compressions.None;
        if (!isRaw && shift != 0) throw new InvalidDataException("its further planes are compressed");
        var rows = new SampleRows(page.Type, isRaw && file.IsBigEndian == BitConverter.IsLittleEndian, page.IsWhiteZero);
        Span<byte> pixels = Pixels(image);
        if (!page.IsPlanar)
        {
            if (isRaw && page.Samples == 1 && !page.IsTiled && page.Type.IsAsStored) Direct(page, shift, 0, rows, pixels);
            else Segments(page, shift, isRaw, 0, taken, rows, pixels, image.Channels(), image.Channels() - 1);
            return;
        }

        for (int at = 0; at < taken.Length; at++)
        {
            long first = page.Across * page.Down * taken[at];
            if (isRaw && taken.Length == 1 && !page.IsTiled && page.Type.IsAsStored) Direct(page, shift, first, rows, pixels);
            else Segments(page, shift, isRaw, first, [0], rows, pixels, image.Channels(), taken.Length - 1 - at);
        }
    }

    /// <summary>
    /// Strips that are stored as they become are read where they belong, and those that follow each other at once: a strip for
    /// each row is common.
    /// </summary>
    private void Direct(TiffPage page, long shift, long first, SampleRows rows, Span<byte> pixels)
    {
        long[] offsets = page.Offsets, counts = page.ByteCounts;
        long row = page.Type.RowBytes(page.Width), whole = row * page.SegmentHeight, all = row * page.Height;
        for (long strip = 0; strip < page.Down;)
        {
            long last = strip;
            Require(offsets, counts, first + strip, Math.Min(whole, all - (strip * whole)));
            while (last + 1 < page.Down && offsets[first + last + 1] == offsets[first + last] + whole)
            {
                last++;
                Require(offsets, counts, first + last, Math.Min(whole, all - (last * whole)));
            }

            long begin = strip * whole, end = Math.Min((last + 1) * whole, all);
            file.Read(offsets[first + strip] + shift, pixels[(int)begin..(int)end]);
            strip = last + 1;
        }

        if (page.IsReversed) BitOrder.Reverse(pixels);
        rows.Order(pixels);
    }

    /// <summary>Strips and tiles that are compressed, packed or hold more than is taken.</summary>
    private void Segments(TiffPage page, long shift, bool isRaw, long first, ReadOnlySpan<int> taken, SampleRows rows, Span<byte> pixels, int channels,
        int into)
    {
        bool isOwn = SegmentCodec.Decodes(page);
        long[] offsets = page.Offsets, counts = isRaw || isOwn ? page.ByteCounts : [];
        if (isOwn && counts.Length < offsets.Length) throw new InvalidDataException("the lengths of its strips or tiles are missing");
        int samples = page.IsPlanar ? 1 : page.Samples, segmentHeight = (int)page.SegmentHeight;
        int segmentRow = checked((int)page.Type.RowBytes(page.SegmentWidth * samples));
        for (long segment = 0; segment < page.Across * page.Down; segment++)
        {
            int left = (int)(segment % page.Across * page.SegmentWidth), top = (int)(segment / page.Across * page.SegmentHeight);
            int width = (int)Math.Min(page.SegmentWidth, page.Width - left), height = (int)Math.Min(segmentHeight, page.Height - top);
            int bytes = checked(segmentRow * (page.IsTiled ? segmentHeight : height));
            if (isRaw)
            {
                Require(offsets, counts, first + segment, bytes);
                Span<byte> read = Buffer(bytes).AsSpan(0, bytes);
                file.Read(offsets[first + segment] + shift, read);
                if (page.IsReversed) BitOrder.Reverse(read);
            }
            else if (isOwn)
            {
                Span<byte> decoded = Buffer(bytes).AsSpan(0, bytes);
                own.Decode(file, page, offsets[first + segment], counts[first + segment], decoded);
                Predictor.Undo(decoded, segmentRow, page, samples, file.IsBigEndian == BitConverter.IsLittleEndian);
            }
            else
            {
                if (page.Compression == Compressions.Jpeg)
                    JpegSize.Check(file, offsets[first + segment], page.SegmentWidth, page.IsTiled ? segmentHeight : height);
                (codec ??= TiffCodec.Open(file.Path)).Decode(page, checked((int)(first + segment)), Buffer(bytes), bytes);
            }

            for (int row = 0; row < height; row++)
            {
                for (int at = 0; at < taken.Length; at++)
                {
                    int target = ((((top + row) * (int)page.Width) + left) * channels) + into - at;
                    rows.Copy(buffer.AsSpan(row * segmentRow, segmentRow), samples, taken[at], width, pixels[(target * page.Type.Size)..], channels);
                }
            }
        }
    }

    private byte[] Buffer(int bytes)
    {
        if (buffer.Length < bytes) buffer = new byte[bytes];
        return buffer;
    }

    private static void Require(long[] offsets, long[] counts, long segment, long needed)
    {
        if (offsets[segment] <= 0) throw new InvalidDataException("a strip or tile of it was never written");
        if (counts.Length > segment && counts[segment] > 0 && counts[segment] < needed)
            throw new InvalidDataException("a strip or tile of it is shorter than its pixels");
    }

    private Mat Foreign(int number)
    {
        try
        {
            NativeImaging.KeepQuiet();
            using Image image = Image.Tiffload(file.Path, page: number, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            return image.ToMat(file.Path);
        }
        catch (VipsException exception)
        {
            throw new InvalidDataException(exception.Message.ReplaceLineEndings(" ").Trim(), exception);
        }
    }
}
