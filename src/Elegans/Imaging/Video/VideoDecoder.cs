using System.Globalization;
using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Video;

/// <summary>Decodes a video with the FFmpeg inside OpenCV.</summary>
internal sealed class VideoDecoder : FrameDecoder
{
    /// <summary>How often in a row the decoder may stop before the end is taken for the end.</summary>
    private const int MaxFailures = 64;

    /// <summary>OpenCV's CAP_PROP_N_THREADS, which the binding does not name.</summary>
    private const int DecodingThreads = 70;

    /// <summary>Headers of streams only estimate the number of frames; fewer than this share of it is worth telling.</summary>
    private const double MaxAnnounced = 0.95;

    /// <summary>
    /// Threads in FFmpeg; 0 lets it choose. Where processors are few the network needs them all, and one thread decodes with
    /// less work than two do; where they are many, one decoding thread could not keep up with large frames.
    /// </summary>
    private static readonly int FramesDecodedAtOnce = Environment.ProcessorCount <= 4 ? 1 : 0;

    private readonly string path;
    private readonly AviChunks? chunks;
    private readonly bool isGrey16;
    private readonly string? container;

    private VideoDecoder(string path, SourceDescription description, AviChunks? chunks, bool isGrey16, string? container) =>
        (this.path, Description, this.chunks, this.isGrey16, this.container) = (path, description, chunks, isGrey16, container);

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    /// <summary>Opens a movie and decodes its first frame, so that what is no movie is refused here.</summary>
    internal static VideoDecoder Open(string path, ReadOptions options)
    {
        InputSignature input = InputSignature.Of(path);
        if (NoMovie.IsText(input) && input.Begin.Length >= 12) throw NoMovie.Refuse(path, input);
        if (input.Has([0x8A, (byte)'M', (byte)'N', (byte)'G']))
            throw new InputException(path, "is an MNG animation, of which only the first picture can be decoded; save it as an animated PNG or as TIFF.");
        MovieContainer.RequireComplete(path, input);
        string? wrapping = MovieContainer.NameOf(input);
        AviChunks? avi = wrapping == MovieContainer.Avi ? AviChunks.Of(path, options.Limits) : null;
        if (avi is { IsCutOff: true } or { IsLeftOpen: true, IsRegular: false }) throw MovieContainer.CutOff(path, avi.Declared, new FileInfo(path).Length);
        using VideoCapture capture = OpenCapture(path, isGrey16: false) ?? throw NoMovie.Refuse(path, input);
        options.Limits.CheckFrame(path, capture.FrameWidth, capture.FrameHeight);
        string codec = VideoCodec.NameOf((int)capture.Get(VideoCaptureProperties.FourCC));
        using Mat first = new();
        if (!TryRead(capture, first))
            throw new InputException(
                path, $"contains no frame that can be decoded; it may be cut off, or its codec ({codec}) is not one that is read here: convert it with "
                + $"FFmpeg or Fiji.");
        var layout = new PixelLayout((int)capture.Get(VideoCaptureProperties.CodecPixelFormat));
        bool isDeep = layout.IsGrey16 && ReadsGrey16(path, first.Size());
        int announced = Math.Max(0, capture.FrameCount);
        var notes = new List<SourceNote>();
        if (avi is { IsRegular: true }) announced = Announced(path, avi, announced, options.Limits, notes);
        if (MovieContainer.EndsWithin(path, input))
            notes.Add(new SourceNote("It ends in the middle of one of its parts; it may be cut off."));
        if (layout.Bits > 8 && !isDeep) notes.Add(new SourceNote(FormattableString.Invariant($"Its samples have {layout.Bits} bits, and are read at 8.")));
        return new VideoDecoder(
            path,
            new SourceDescription
            {
                Kind = SourceKind.Video,
                Format = $"{wrapping ?? "movie"} ({codec})",
                Frames = announced > 0 ? announced : null,
                Width = first.Width,
                Height = first.Height,
                BitDepth = isDeep ? 16 : 8,
                Notes = notes,
            },
            avi is { IsRegular: true } ? avi : null,
            isDeep,
            wrapping);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The decoder stops at damage as at the end, and goes on when it is asked again. How many frames were lost follows from the
    /// time at which the next one is to be shown; in AVI it does not, as that numbers what is left. Pictures that were never
    /// taken are no damage: FFmpeg leaves them out and goes on with the time after them.
    /// </remarks>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note) => Every(1, note);

    /// <inheritdoc/>
    /// <remarks>Every frame depends on those before it and is decoded; what is not asked for is not brought into colours, which takes as long.</remarks>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Every(int stride, Action<SourceNote> note)
    {
        using VideoCapture capture = OpenCapture(path, isGrey16) ?? throw new InputException(path, "can no longer be read as the movie that it was.");
        using Mat frame = new(), before = new();
        bool repeats = chunks is { EmptyPictures: > 0 };
        double last = 0, stored = capture.Fps > 0 ? 1000 / capture.Fps : 1000, step = stored;
        int number = 0, failures = 0, repeated = 0;
        int? announced = Description.Frames;
        while (failures == 0 || (failures <= MaxFailures && number < announced))
        {
            if (!(stride > 1 && !repeats ? TryGrab(capture) : TryRead(capture, frame)))
            {
                failures++;
                continue;
            }

            double shown = capture.Get(VideoCaptureProperties.PosMsec);
            if (failures > 0) number = (int)Math.Clamp(number + Math.Round((shown - last) / step) - 1, number, announced ?? number);
            else if (shown > last) step = shown - last;
            if (repeats)
            {
                step = stored;
                for (int at = (int)Math.Min(Math.Round(shown / stored), chunks!.Pictures); number < at && chunks.IsEmpty(number); number++)
                {
                    if (before.Empty()) continue;
                    repeated++;
                    if (number % stride == 0) yield return (new FrameIndex(number), before);
                }
            }

            (failures, last) = (0, shown);
            if (repeats) frame.CopyTo(before);
            if (number++ % stride > 0 || (stride > 1 && !repeats && !TryRetrieve(capture, frame))) continue;
            yield return (new FrameIndex(number - 1), frame);
        }

        for (; repeats && !before.Empty() && chunks!.IsEmpty(number); number++)
        {
            repeated++;
            if (number % stride == 0) yield return (new FrameIndex(number), before);
        }

        if (repeated > 0)
        {
            note(new SourceNote(repeated == 1
                ? "1 frame was dropped while filming; it repeats the one before it."
                : FormattableString.Invariant($"{repeated} frames were dropped while filming; each repeats the one before it.")));
        }

        if (!(number < announced)) yield break;
        if (container is not (MovieContainer.Avi or MovieContainer.QuickTime or MovieContainer.Mpeg4) && number < announced * MaxAnnounced
            && last + step < announced * stored * MaxAnnounced)
            note(new SourceNote(FormattableString.Invariant($"Its header speaks of {announced} frames, and {number} can be decoded; it may be cut off.")));
        if (container == MovieContainer.Avi)
        {
            throw new InputException(path, string.Create(
                CultureInfo.InvariantCulture,
                $"is damaged: {number} of its {announced} frames can be decoded, and which ones are lost is not known. Copy it again from its source."));
        }
    }

    /// <summary>The pictures of an AVI are as many as its chunks, whatever its header says; a header that differs is noted.</summary>
    private static int Announced(string path, AviChunks chunks, int announced, InputLimits limits, List<SourceNote> notes)
    {
        if (chunks.IsLeftOpen)
        {
            notes.Add(new SourceNote(
                FormattableString.Invariant($"Its length was left open, as where a recorder is stopped; all {chunks.Pictures} frames in it are read.")));
            return chunks.Pictures;
        }

        limits.CheckCount(path, announced);
        if (announced > chunks.Pictures) notes.Add(
            new SourceNote(FormattableString.Invariant($"Its header speaks of {announced} frames, and {chunks.Pictures} are in it; they are read.")));
        return chunks.Pictures;
    }

    /// <summary>Whether the samples are handed over with all their bits: OpenCV does so for one layout, and only if its pictures are not made colour.</summary>
    private static bool ReadsGrey16(string path, Size size)
    {
        using VideoCapture? capture = OpenCapture(path, isGrey16: true);
        using Mat first = new();
        return capture is not null && TryRead(capture, first) && first.Type() == MatType.CV_16UC1 && first.Size() == size;
    }

    private static bool TryRead(VideoCapture capture, Mat frame) => Try(() => capture.Read(frame) && !frame.Empty());

    private static bool TryGrab(VideoCapture capture) => Try(capture.Grab);

    private static bool TryRetrieve(VideoCapture capture, Mat frame) => Try(() => capture.Retrieve(frame) && !frame.Empty());

    private static bool Try(Func<bool> decode)
    {
        try
        {
            return decode();
        }
        catch (OpenCVException)
        {
            return false;
        }
    }

    /// <summary>Opens a movie by its whole path: FFmpeg would take a name such as <c>t:5.mp4</c> for a protocol.</summary>
    private static VideoCapture? OpenCapture(string path, bool isGrey16)
    {
        int[] settings = [DecodingThreads, FramesDecodedAtOnce, .. isGrey16 ? [(int)VideoCaptureProperties.ConvertRgb, 0] : Array.Empty<int>()];
        try
        {
            var capture = new VideoCapture(Path.GetFullPath(path), VideoCaptureAPIs.FFMPEG, settings);
            if (capture.IsOpened()) return capture;
            capture.Dispose();
        }
        catch (OpenCVException)
        {
            // The caller says what is wrong: whatever OpenCV says here, the user needs the file and the remedy.
        }

        return null;
    }
}
