using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Reference;

/// <summary>How an embryo drawn from the reference is filmed.</summary>
public sealed record DrawingOptions
{
    /// <summary>Pixels of the image plane for each slice of the stack, as EPIC filmed: 1 µm slices, 0.09 µm pixels.</summary>
    internal const double PixelsPerSlice = 11.1;

    /// <summary>The slice that the embryo's middle lies in.</summary>
    internal const float MiddleSlice = 15;

    /// <summary>The embryo's name.</summary>
    public string Name { get; init; } = "reference";

    /// <summary>Reference minutes between frames: 1 with a spread for temperature and recording interval.</summary>
    public ParameterRange MinutesPerFrame { get; init; } = new(0.85, 1.3);

    /// <summary>When filming starts, in reference minutes from 26 cells. -50 is about the four-cell stage.</summary>
    public ParameterRange Start { get; init; } = new(-58, -30);

    /// <summary>No more frames than these.</summary>
    public int MaxFrames { get; init; } = 400;

    /// <summary>Half the embryo's length in pixels of the track.</summary>
    public double HalfLength { get; init; } = 270;

    /// <summary>The embryo's middle, pixels of the track.</summary>
    public double CentreX { get; init; } = 356;

    /// <summary>The embryo's middle, pixels of the track.</summary>
    public double CentreY { get; init; } = 256;
}
