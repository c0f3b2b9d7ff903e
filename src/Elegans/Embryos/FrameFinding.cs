using System.Collections.Immutable;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>What was found in one frame.</summary>
internal sealed record FrameFinding
{
    private readonly ByContent<ImmutableArray<SeenEmbryo>> embryos = new([]);
    private readonly ByContent<ImmutableArray<Rect>> writing = new([]);

    /// <summary>The embryos, the surest first.</summary>
    public ImmutableArray<SeenEmbryo> Embryos
    {
        get => embryos.Value;
        init => embryos = new(value);
    }

    /// <summary>Upright rectangles around writing, bars and arrows, pixels of the frame.</summary>
    public ImmutableArray<Rect> Writing
    {
        get => writing.Value;
        init => writing = new(value);
    }
}
