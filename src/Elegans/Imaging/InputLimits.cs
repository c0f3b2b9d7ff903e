using Elegans.Files;

namespace Elegans.Imaging;

/// <summary>
/// How large an input may be. Checked against what the file's header claims, before anything is allocated, and again while it is
/// read.
/// </summary>
/// <param name="MaxPixels">Pixels of one frame: width × height.</param>
/// <param name="MaxFrames">Frames of a movie, or pages of a TIFF.</param>
/// <param name="MaxBytes">Bytes of the file.</param>
public sealed record InputLimits(long MaxPixels = 100_000_000, int MaxFrames = 1_000_000, long MaxBytes = 1_000_000_000_000)
{
    /// <summary>How long reading one file may take; a day unless given.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// What is read unless something else is given: frames of 100 megapixels, a million of them, in a file of a terabyte, for a day. A light-sheet
    /// camera has four megapixels; a long time-lapse ten thousand frames.
    /// </summary>
    public static InputLimits Default { get; } = new();

    /// <summary>Refuses a frame that is too large.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckFrame(string path, long width, long height)
    {
        if (width > 0 && height > 0 && (width > MaxPixels || height > MaxPixels / width))
            throw new InputException(
                path, FormattableString.Invariant($"claims frames of {width} × {height} pixels, and {MaxPixels} in all are read at most."), InputRemedy.Pixels);
    }

    /// <summary>Refuses a file that is too large.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckBytes(string path, long bytes)
    {
        if (bytes > MaxBytes)
            throw new InputException(path, FormattableString.Invariant($"has {bytes} bytes, and {MaxBytes} are read at most."), InputRemedy.Bytes);
    }

    /// <summary>Refuses to go on with a file that takes too long.</summary>
    /// <exception cref="InputException">It does.</exception>
    internal void CheckTime(string path, TimeSpan taken, int frames)
    {
        if (taken > MaxTime)
            throw new InputException(path, FormattableString.Invariant(
                $"took more than {MaxTime.TotalSeconds} seconds to read and was given up after {frames} frames."), InputRemedy.Time);
    }

    /// <summary>Refuses a movie that is too long.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckCount(string path, int frames)
    {
        if (frames > MaxFrames)
            throw new InputException(path, FormattableString.Invariant($"claims or has more than {MaxFrames} frames."), InputRemedy.Frames);
    }
}
