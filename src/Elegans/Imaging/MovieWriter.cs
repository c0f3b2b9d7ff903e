using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Writes movies as MPEG-4 part 2, as EPIC's are.</summary>
public static class MovieWriter
{
    /// <summary>Writes a movie whole or not at all.</summary>
    /// <param name="path">Where to: <c>.mp4</c>, <c>.mov</c> or <c>.avi</c>.</param>
    /// <param name="frames">The frames in order, all of one size with even sides, 8 bits; each is disposed once written.</param>
    /// <param name="framesPerSecond">How fast it plays.</param>
    /// <param name="written">Told after every frame.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="IOException">The movie cannot be written there.</exception>
    public static void Write(string path, IEnumerable<MovieFrame> frames, double framesPerSecond, Action<FrameIndex>? written = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        NativeImaging.KeepQuiet();
        OutputFile.WriteAt(path, aside =>
        {
            using var writer = new VideoWriter();
            using var colour = new Mat();
            foreach (MovieFrame frame in frames)
            {
                using (frame)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Cv2.CvtColor(frame.Image.Pixels, colour, ColorConversionCodes.GRAY2BGR);
                    if (!writer.IsOpened() && !writer.Open(aside, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, colour.Size()))
                        throw new IOException($"{path} cannot be written as a movie; it should end in .mp4, .mov or .avi.");
                    writer.Write(colour);
                    written?.Invoke(frame.Index);
                }
            }
        });
    }
}
