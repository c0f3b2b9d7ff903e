using System.Collections.Immutable;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>What an input shows: where its embryos lie, frame by frame, and what of the picture is writing.</summary>
public sealed record FieldOfView
{
    /// <summary>An embryo is believed from this confidence on: an invented one, or one that is a part of another, does more harm than none.</summary>
    private const double MinConfidence = 0.45;

    /// <summary>Embryos of one input differ in length by no more than this factor, or one of them is something else.</summary>
    private const double MaxLengthRatio = 1.7;

    /// <summary>
    /// Real movies of one embryo have up to 0.05 of their light outside of its outline; two that touch and were taken for one, a third and more.
    /// </summary>
    private const double MaxOutside = 0.2;

    /// <summary>An outline that lies beyond so many sides of the frame is no embryo where there is one that does not.</summary>
    private const int ManySides = 3;

    private readonly ByContent<ImmutableArray<FollowedEmbryo>> embryos = new([]);
    private readonly ByContent<ImmutableArray<Rect>> writing = new([]);

    /// <summary>Width of the frames in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the frames in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The embryos from left to right, as they lie in the middle of their time; none where none was found.</summary>
    public ImmutableArray<FollowedEmbryo> Embryos
    {
        get => embryos.Value;
        init => embryos = new(value);
    }

    /// <summary>Upright rectangles around writing, bars and arrows, pixels of the frame.</summary>
    internal ImmutableArray<Rect> Writing
    {
        get => writing.Value;
        init => writing = new(value);
    }

    /// <summary>The share of the picture's light that lies outside of all embryos: much where some touch, or where there is something else.</summary>
    public double LightOutside { get; init; }

    /// <summary>The share of the frame that everything bright spans.</summary>
    internal double LightSpan { get; init; } = 1;

    /// <summary>Whether the embryos explain the picture's light. If not, outlines may be wrong.</summary>
    internal bool IsExplained => LightOutside <= MaxOutside;

    /// <summary>Whether writing, bars or arrows were found.</summary>
    public bool HasWriting => !Writing.IsEmpty;

    /// <summary>Sums up a survey.</summary>
    /// <param name="survey">A survey that looked at one frame or more.</param>
    internal static FieldOfView Of(EmbryoSurvey survey)
    {
        FollowedEmbryo[] found = [.. survey.Embryos().Where(embryo => embryo.Confidence >= MinConfidence)];
        FollowedEmbryo[] bounded = [.. found.Where(embryo => SidesCrossed(embryo.Middle, survey.Width, survey.Height) < ManySides)];
        if (bounded.Length > 0) found = bounded;
        double length = found.Length == 0 ? 0 : found[0].Length;
        FollowedEmbryo[] alike = [.. found.Where(embryo => Math.Max(length, embryo.Length) <= MaxLengthRatio * Math.Min(length, embryo.Length))
            .OrderBy(embryo => embryo.Middle.CentreX)];
        return new FieldOfView
        {
            Width = survey.Width,
            Height = survey.Height,
            Embryos = [.. alike],
            LightOutside = survey.ShareOutside(alike),
            LightSpan = survey.LightSpan(),
            Writing = [.. survey.Writing()],
        };
    }

    /// <summary>How many sides of the frame an outline lies beyond: three and more where light fills a part of the picture, as of another camera.</summary>
    private static int SidesCrossed(EmbryoOutline outline, int width, int height)
    {
        bool[] crossed =
        [
            outline.CentreX - outline.HalfWidth < 0, outline.CentreX + outline.HalfWidth > width - 1,
            outline.CentreY - outline.HalfHeight < 0, outline.CentreY + outline.HalfHeight > height - 1,
        ];
        return crossed.Count(each => each);
    }

    /// <summary>Whether an embryo is in a frame. Of one that is alone no frame is left out: nobody else can be meant.</summary>
    internal bool IsIn(int number, FrameIndex frame) => Embryos.Length == 1 || Embryos[number].IsIn(frame);

    /// <summary>How one embryo is to be looked at in a frame: where it lies, and what around it belongs to others.</summary>
    /// <param name="number">The embryo's place in <see cref="Embryos"/>.</param>
    /// <param name="frame">The frame.</param>
    internal EmbryoView ViewOf(int number, FrameIndex frame) => new(
        Embryos[number].OutlineAt(frame),
        [.. Embryos.Where((embryo, i) => i != number && embryo.IsIn(frame)).Select(embryo => embryo.OutlineAt(frame))],
        Writing);
}
