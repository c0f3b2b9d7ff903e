using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Embryos;

/// <summary>An embryo followed through a movie.</summary>
public sealed record FollowedEmbryo
{
    private readonly ByContent<ImmutableArray<(FrameIndex Frame, EmbryoOutline Outline)>> outlines = new([]);

    /// <summary>Its outline in the frames that were looked at, in order; at least one.</summary>
    internal ImmutableArray<(FrameIndex Frame, EmbryoOutline Outline)> Outlines
    {
        get => outlines.Value;
        init => outlines = new(value);
    }

    /// <summary>How far its outlines can be trusted, 0 to 1: as far as that of the frames that show it best.</summary>
    public required double Confidence { get; init; }

    /// <summary>The first frame it is in.</summary>
    public required FrameIndex First { get; init; }

    /// <summary>The last frame it is in; null where it stays to the end.</summary>
    public required FrameIndex? Last { get; init; }

    /// <summary>Its outline in the middle of its time.</summary>
    public EmbryoOutline Middle => Outlines[Outlines.Length / 2].Outline;

    /// <summary>Its length in pixels of the frame.</summary>
    public double Length => 2 * Middle.LongHalfAxis;

    /// <summary>Whether it is in a frame.</summary>
    /// <param name="frame">The frame.</param>
    public bool IsIn(FrameIndex frame) => frame >= First && (Last is not { } last || frame <= last);

    /// <summary>
    /// Its outline in any frame: between two frames that were looked at in proportion, beyond the first and the last as there. Where it
    /// jumped by more than a tenth of its length in between, as in the nearer of the two.
    /// </summary>
    /// <param name="frame">The frame.</param>
    public EmbryoOutline OutlineAt(FrameIndex frame)
    {
        ImmutableArray<(FrameIndex Frame, EmbryoOutline Outline)> known = Outlines;
        int after = 0;
        while (after < known.Length && known[after].Frame < frame) after++;
        if (after == 0) return known[0].Outline;
        if (after == known.Length) return known[^1].Outline;
        ((FrameIndex from, EmbryoOutline begin), (FrameIndex to, EmbryoOutline end)) = (known[after - 1], known[after]);
        double share = (frame.Value - from.Value) / (double)(to.Value - from.Value);
        double dx = end.CentreX - begin.CentreX, dy = end.CentreY - begin.CentreY;
        if (Math.Sqrt((dx * dx) + (dy * dy)) > 0.2 * begin.LongHalfAxis) return share < 0.5 ? begin : end;
        return new EmbryoOutline(
            begin.CentreX + (share * dx),
            begin.CentreY + (share * dy),
            begin.LongHalfAxis + (share * (end.LongHalfAxis - begin.LongHalfAxis)),
            begin.ShortHalfAxis + (share * (end.ShortHalfAxis - begin.ShortHalfAxis)),
            EmbryoOutline.Upright(begin.Angle + (share * EmbryoOutline.Upright(end.Angle - begin.Angle))));
    }
}
