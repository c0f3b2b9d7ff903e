using Elegans.Lineages;

namespace Elegans.Imaging;

/// <summary>How an input is read: what its file leaves open, and how large it may be.</summary>
public sealed record ReadOptions
{
    private readonly ByContent<IReadOnlyList<string>?> sequenceFiles = new(null);

    /// <summary>What is done unless something else is asked for.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Which colour of a colour picture shows the nuclei.</summary>
    public NuclearChannel Channel { get; init; }

    /// <summary>Of a stack with several channels, the one that shows the nuclei, counted from 1; it must be given where there are several.</summary>
    public int? StackChannel { get; init; }

    /// <summary>Of a file with several positions (images, fields of view), the one to read, counted from 1; the first unless given.</summary>
    public int? Position { get; init; }

    /// <summary>
    /// How many slices of a stack make one time point; null takes what the file says. 1 takes every plane as a time point of
    /// its own, as where time was filed as depth.
    /// </summary>
    public int? Slices { get; init; }

    /// <summary>Whether a folder or a pattern of pictures is one movie, its frames in natural order.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Of a sequence, its pictures where they are named one by one; null takes them from the folder or pattern.</summary>
    public IReadOnlyList<string>? SequenceFiles
    {
        get => sequenceFiles.Value;
        init => sequenceFiles = new(value);
    }

    /// <summary>The part of every frame to read; null reads all of it.</summary>
    public FrameRegion? Region { get; init; }

    /// <summary>Of several embryos in the frame, the one to count, from 1, from left to right; null counts all of them.</summary>
    public int? Embryo { get; init; }

    /// <summary>How large the input may be.</summary>
    public InputLimits Limits { get; init; } = InputLimits.Default;
}
