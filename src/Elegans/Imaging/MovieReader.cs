using System.Diagnostics;
using Elegans.Files;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Reads the frames of a movie one after the other: <c>.mov</c>, <c>.mp4</c>, <c>.avi</c>, or the pages of a TIFF.</summary>
/// <remarks>Holds one frame at a time. Every enumeration decodes the movie anew; enumerate from one thread at a time.</remarks>
public sealed class MovieReader
{
    /// <summary>How often in a row the decoder may stop before the end is taken for the end.</summary>
    private const int MostFailures = 64;

    /// <summary>OpenCV's CAP_PROP_N_THREADS, which the binding does not name.</summary>
    private const int DecodingThreads = 70;

    /// <summary>
    /// Threads in FFmpeg; 0 lets it choose. Where processors are few the network needs them all, and one thread decodes with
    /// less work than two do; where they are many, one decoding thread could not keep up with large frames.
    /// </summary>
    private static readonly int FramesDecodedAtOnce = Environment.ProcessorCount <= 4 ? 1 : 0;

    private readonly string path;
    private readonly NuclearChannel requested;
    private readonly InputLimits limits;

    private readonly int stackChannel;

    private MovieReader(string path, NuclearChannel channel, InputLimits limits, int? announcedFrames, StackLayout? layout = null, int stackChannel = 0)
    {
        Layout = layout;
        this.stackChannel = stackChannel;
        this.path = path;
        this.limits = limits;
        requested = channel;
        AnnouncedFrames = announcedFrames;
    }

    /// <summary>
    /// The number of frames the file's header promises, for progress displays only; null where it promises nothing.
    /// Headers are often wrong, and only decoding tells.
    /// </summary>
    public int? AnnouncedFrames { get; }

    /// <summary>What the pages of a TIFF are; null for other movies.</summary>
    public StackLayout? Layout { get; }

    /// <summary>Opens a movie and decodes its first frame, so that what is no movie is refused here.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Which colour shows the nuclei.</param>
    /// <param name="limits">How large it may be; <see cref="InputLimits.Default"/> unless told.</param>
    /// <param name="stackChannel">Of a hyperstack, the channel that shows the nuclei, counted from 1; it must be told where there are several.</param>
    /// <exception cref="InputException">The file is missing, empty, cut off, too large, or not a movie that can be decoded, or it has several channels and none was told.</exception>
    public static MovieReader Open(string path, NuclearChannel channel = NuclearChannel.Auto, InputLimits? limits = null, int? stackChannel = null)
    {
        limits ??= InputLimits.Default;
        InputFile.RequireReadable(path, limits);
        NativeImaging.KeepQuiet();
        if (TiffPages.IsTiff(path))
        {
            StackLayout layout = TiffPages.Layout(path);
            limits.CheckCount(path, layout.Frames);
            return new MovieReader(path, channel, limits, layout.Frames, layout, layout.ChannelAsked(path, stackChannel));
        }

        MovieContainer.RequireComplete(path);
        using VideoCapture capture = OpenCapture(path);
        limits.CheckFrame(path, capture.FrameWidth, capture.FrameHeight);
        using Mat first = new();
        if (!capture.Read(first) || first.Empty())
            throw new InputException(path, "contains no frame that can be decoded; it may be cut off or use an unknown codec.");
        int announced = capture.FrameCount;
        limits.CheckCount(path, announced);
        return new MovieReader(path, channel, limits, announced > 0 ? announced : null);
    }

    /// <summary>Whether a file is a movie rather than a still image: by its name, and of a TIFF by its number of pages.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A TIFF is missing, empty, or cannot be decoded.</exception>
    public static bool IsMovie(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!TiffPages.IsTiff(path)) return Path.GetExtension(path).ToUpperInvariant() is ".MOV" or ".MP4" or ".AVI" or ".M4V" or ".MKV" or ".MPG" or ".MPEG" or ".WEBM";
        InputFile.RequireReadable(path);
        return TiffPages.Layout(path).Frames > 1;
    }

    /// <summary>
    /// Decodes the frames in order, numbered from 0. A damaged frame is left out; those after it keep their numbers. The caller
    /// disposes each frame.
    /// </summary>
    /// <exception cref="InputException">The movie can no longer be opened, goes on beyond the limits, or has lost frames in a way that leaves the others' numbers unknown.</exception>
    public IEnumerable<MovieFrame> Frames()
    {
        NuclearChannel? channel = requested == NuclearChannel.Auto ? null : requested;
        var clock = Stopwatch.StartNew();
        foreach ((FrameIndex index, Mat decoded) in Layout is { } layout ? TiffPages.Read(path, layout, stackChannel, limits) : Decode())
        {
            NuclearChannel chosen = channel ?? NuclearChannels.Choose(decoded);
            if (channel is null && HasSignal(decoded)) channel = chosen;
            yield return new MovieFrame(index, new NuclearImage(chosen.Extract(decoded)));
            limits.CheckCount(path, index.Value + 1);
            limits.CheckTime(path, clock.Elapsed, index.Value + 1);
        }
    }

    private static bool HasSignal(Mat decoded)
    {
        using Mat flat = decoded.Reshape(1);
        Cv2.MinMaxLoc(flat, out double low, out double high);
        return high - low > 32;
    }

    private static VideoCapture OpenCapture(string path)
    {
        try
        {
            var capture = new VideoCapture(path, VideoCaptureAPIs.FFMPEG, [DecodingThreads, FramesDecodedAtOnce]);
            if (capture.IsOpened()) return capture;
            capture.Dispose();
        }
        catch (OpenCVException)
        {
            // Reported below: whatever OpenCV says here, the user needs the file and the remedy.
        }

        throw new InputException(path, "is not a movie that can be decoded (.mov, .mp4, .avi and TIFF stacks can); it may be damaged, cut off, or something else under that name.");
    }

    /// <summary>
    /// The decoder stops at damage as at the end, and goes on when it is asked again. How many frames were lost is told by the
    /// time that the next one is to be shown at; in AVI it is not, as that numbers what is left.
    /// </summary>
    private IEnumerable<(FrameIndex, Mat)> Decode()
    {
        using VideoCapture capture = OpenCapture(path);
        using Mat frame = new();
        double last = 0, step = 1000 / Math.Max(1, capture.Fps);
        int number = 0, failures = 0;
        while (failures == 0 || (failures <= MostFailures && number < AnnouncedFrames))
        {
            if (!capture.Read(frame) || frame.Empty())
            {
                failures++;
                continue;
            }

            double shown = capture.Get(VideoCaptureProperties.PosMsec);
            if (failures > 0) number = (int)Math.Clamp(number + Math.Round((shown - last) / step) - 1, number, AnnouncedFrames ?? number);
            else if (shown > last) step = shown - last;
            (failures, last) = (0, shown);
            yield return (new FrameIndex(number++), frame);
        }

        if (number < AnnouncedFrames && MovieContainer.IsAvi(path))
            throw new InputException(path, FormattableString.Invariant($"is damaged: {number} of its {AnnouncedFrames} frames can be decoded, and which ones are lost cannot be told. Copy it again from its source."));
    }
}
