using Elegans.Files;
using NetVips;

namespace Elegans.Plots;

/// <summary>Writes pictures of one size as an animated GIF that plays for ever and rests on its last picture.</summary>
internal static class AnimatedGif
{
    private const int DelayMilliseconds = 80, LastDelayMilliseconds = 2500;

    /// <summary>How far a pixel may be off where that keeps it as it was in the frame before: grey levels.</summary>
    private const double ErrorBetweenFrames = 10;
    private const int BitsAPixel = 6, Effort = 5;

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="pages">The pictures; they stay the caller's.</param>
    /// <param name="height">The height of each in pixels.</param>
    internal static void Save(string path, IReadOnlyList<Image> pages, int height)
    {
        using Image column = Image.Arrayjoin([.. pages], across: 1);
        int[] delays = [.. Enumerable.Repeat(DelayMilliseconds, pages.Count - 1), LastDelayMilliseconds];
        using Image animation = column.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", height);
            image.Set(GValue.ArrayIntType, "delay", delays);
            image.Set(GValue.GIntType, "loop", 0);
        });
        byte[] gif = animation.GifsaveBuffer(effort: Effort, bitdepth: BitsAPixel, dither: 0, interframeMaxerror: ErrorBetweenFrames);
        OutputFile.Write(path, stream => stream.Write(gif));
    }

    /// <summary>Refuses a file name that does not end in <c>.gif</c>.</summary>
    /// <param name="path">The file name.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    internal static void RequireFormat(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!OutputPlace.ExtensionOf(path, ".gif").Equals(".gif", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"An animation is written as .gif, not as '{Path.GetFileName(path)}'.", nameof(path));
    }
}
