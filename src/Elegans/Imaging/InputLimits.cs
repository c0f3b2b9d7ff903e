namespace Elegans.Imaging;

/// <summary>How large an input may be. Checked against what the file's header claims, before anything is allocated, and again while it is read.</summary>
/// <param name="MostPixels">Pixels of one frame: width × height.</param>
/// <param name="MostFrames">Frames of a movie, or pages of a TIFF.</param>
public sealed record InputLimits(long MostPixels = 100_000_000, int MostFrames = 1_000_000)
{
    /// <summary>What is read unless told: frames of 100 megapixels, a million of them. A light-sheet camera has four megapixels; a long time-lapse ten thousand frames.</summary>
    public static InputLimits Default { get; } = new();

    /// <summary>Refuses a frame that is too large.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckFrame(string path, long width, long height)
    {
        if (width > 0 && height > 0 && width * height > MostPixels)
            throw new InputException(path, FormattableString.Invariant($"claims frames of {width} × {height} pixels, and {MostPixels} in all are read at most; allow more with --most-pixels if that is so."));
    }

    /// <summary>Refuses a movie that is too long.</summary>
    /// <exception cref="InputException">It is.</exception>
    internal void CheckCount(string path, int frames)
    {
        if (frames > MostFrames)
            throw new InputException(path, FormattableString.Invariant($"has more than {MostFrames} frames; allow more with --most-frames."));
    }
}
