using Elegans.Lineages;

namespace Elegans.Imaging;

/// <summary>What an input was found to be, before its frames are decoded.</summary>
public sealed record SourceDescription
{
    private readonly ByContent<IReadOnlyList<string>> channelNames = new([]);
    private readonly ByContent<IReadOnlyList<int>> ownPositions = new([]);
    private readonly ByContent<IReadOnlyList<SourceNote>> notes = new([]);

    /// <summary>What it is.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Its format in words, such as <c>ImageJ hyperstack (TIFF)</c>.</summary>
    public required string Format { get; init; }

    /// <summary>
    /// The number of frames its header announces; null where it announces nothing. Headers of videos are often wrong, and only
    /// decoding shows how many there are.
    /// </summary>
    public int? Frames { get; init; }

    /// <summary>Width of a frame in pixels; 0 where it is not known before decoding.</summary>
    public int Width { get; init; }

    /// <summary>Height of a frame in pixels; 0 where it is not known before decoding.</summary>
    public int Height { get; init; }

    /// <summary>Bits of one sample; 0 where it is not known before decoding.</summary>
    public int BitDepth { get; init; }

    /// <summary>Slices of each time point; a frame shows the brightest of them at every pixel.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>Channels of each slice; one of them shows the nuclei.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>What the channels are called, as far as the file says.</summary>
    public IReadOnlyList<string> ChannelNames
    {
        get => channelNames.Value;
        init => channelNames = new(value);
    }

    /// <summary>Positions (images, fields of view); one of them is read.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>
    /// The positions, from 1, whose pictures the input itself holds: all of them, or of an OME-TIFF that is one file of several those in this file.
    /// </summary>
    public IReadOnlyList<int> OwnPositions
    {
        get => ownPositions.Value is { Count: > 0 } own ? own : [.. Enumerable.Range(1, Positions)];
        init => ownPositions = new(value);
    }

    /// <summary>Time of filming from one frame to the next; null where the file does not say, or says what no embryo can have.</summary>
    public TimeSpan? FrameInterval { get; init; }

    /// <summary>Where the time between frames was read, such as <c>finterval and tunit of ImageJ's description</c>; null where it was not.</summary>
    public string? FrameIntervalOrigin { get; init; }

    /// <summary>Width of a pixel in micrometres; null where the file does not say.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Distance between slices in micrometres; null where the file does not say.</summary>
    public double? SliceSpacing { get; init; }

    /// <summary>What is odd, and what was guessed.</summary>
    public IReadOnlyList<SourceNote> Notes
    {
        get => notes.Value;
        init => notes = new(value);
    }
}
