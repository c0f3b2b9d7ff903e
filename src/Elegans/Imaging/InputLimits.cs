using Elegans.Files;

namespace Elegans.Imaging;

/// <summary>How large an input may be. Checked against what the file's header claims, before anything is allocated, and again while it is read.</summary>
/// <param name="MostPixels">Pixels of one frame: width × height.</param>
/// <param name="MostFrames">Frames of a movie, or pages of a TIFF.</param>
/// <param name="MostBytes">Bytes of the file.</param>
/// <param name="MostSeconds">How long reading one file may take.</param>
public sealed record InputLimits(long MostPixels = 100_000_000, int MostFrames = 1_000_000, long MostBytes = 1_000_000_000_000, double MostSeconds = 86_400)
{
    /// <summary>
    /// What is read unless told: frames of 100 megapixels, a million of them, in a file of a terabyte, for a day. A light-sheet
    /// camera has four megapixels; a long time-lapse ten thousand frames.
    /// </summary>
    public static InputLimits Default { get; } = new();

    /// <summary>Refuses a frame that is too large.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckFrame(string path, long width, long height)
    {
        if (width > 0 && height > 0 && (width > MostPixels || height > MostPixels / width))
            throw new InputException(path, FormattableString.Invariant($"claims frames of {width} × {height} pixels, and {MostPixels} in all are read at most; allow more with --most-pixels if that is so."));
    }

    /// <summary>Refuses a file that is too large.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckBytes(string path, long bytes)
    {
        if (bytes > MostBytes)
            throw new InputException(path, FormattableString.Invariant($"has {bytes} bytes, and {MostBytes} are read at most; allow more with --most-bytes."));
    }

    /// <summary>Refuses to go on with a file that takes too long.</summary>
    /// <exception cref="InputException">It does.</exception>
    internal void CheckTime(string path, TimeSpan taken, int frames)
    {
        if (taken.TotalSeconds > MostSeconds)
            throw new InputException(path, FormattableString.Invariant($"took more than {MostSeconds} seconds to read and was given up after {frames} frames; allow more with --most-seconds."));
    }

    /// <summary>Refuses a movie that is too long.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckCount(string path, int frames)
    {
        if (frames > MostFrames)
            throw new InputException(path, FormattableString.Invariant($"claims or has more than {MostFrames} frames; allow more with --most-frames."));
    }
}
