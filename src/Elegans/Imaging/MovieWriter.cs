using Elegans.Files;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Writes movies as MPEG-4 part 2, as EPIC's are.</summary>
internal static class MovieWriter
{
    private const string UsualExtension = ".mp4";

    /// <summary>Writes a movie whole or not at all: it is opened again and its frames are counted before it takes its place.</summary>
    /// <param name="path">Where to: <c>.mp4</c>, <c>.mov</c> or <c>.avi</c>.</param>
    /// <param name="frames">The frames in order, all of one size with even sides, 8 bits; each is disposed once written.</param>
    /// <param name="framesPerSecond">How fast it plays.</param>
    /// <param name="written">Told after every frame.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="IOException">The movie cannot be written there, or not all of it, as on a full disk. Nothing is left behind.</exception>
    /// <exception cref="ArgumentException">There is no frame, or one is of another size than the first.</exception>
    public static void Write(
        string path, IEnumerable<MovieFrame> frames, double framesPerSecond, Action<FrameIndex>? written = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        NativeImaging.KeepQuiet();
        OutputFile.WriteAt(path, OutputPlace.ExtensionOf(path, UsualExtension), aside =>
        {
            int count = Encode(path, aside, frames, framesPerSecond, written, cancellation);
            RequireWhole(path, aside, count, cancellation);
        });
    }

    private static int Encode(
        string path, string aside, IEnumerable<MovieFrame> frames, double framesPerSecond, Action<FrameIndex>? written, CancellationToken cancellation)
    {
        using var writer = new VideoWriter();
        using var colour = new Mat();
        Size? size = null;
        int count = 0;
        foreach (MovieFrame frame in frames)
        {
            using (frame)
            {
                cancellation.ThrowIfCancellationRequested();
                Cv2.CvtColor(frame.Image.Pixels, colour, ColorConversionCodes.GRAY2BGR);
                size ??= colour.Size();
                // The encoder would leave it out without a word.
                if (colour.Size() != size) throw new ArgumentException(
                    FormattableString.Invariant(
                    $"Frame {frame.Index} has {colour.Width} × {colour.Height} pixels, and the first has {size.Value.Width} × {size.Value.Height}."),
                    nameof(frames));
                if (!writer.IsOpened() && !writer.Open(aside, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, colour.Size()))
                    throw new IOException($"{path} cannot be written as a movie: it should end in .mp4, .mov or .avi, and the disk needs room.");
                writer.Write(colour);
                count++;
                written?.Invoke(frame.Index);
            }
        }

        return count > 0 ? count : throw new ArgumentException("A movie has at least one frame.", nameof(frames));
    }

    /// <summary>The encoder does not say when the disk is full.</summary>
    private static void RequireWhole(string path, string aside, int count, CancellationToken cancellation)
    {
        int found = 0;
        try
        {
            foreach (MovieFrame frame in FrameSource.Open(aside).Frames())
            {
                using (frame) found++;
                cancellation.ThrowIfCancellationRequested();
            }
        }
        catch (InputException exception)
        {
            throw new IOException($"{path} was not written: what was written cannot be read again; there may be no space left on the disk.", exception);
        }

        if (found != count) throw new IOException(
            FormattableString.Invariant($"{path} was not written: {found} of its {count} frames arrived; there may be no space left on the disk."));
    }
}
