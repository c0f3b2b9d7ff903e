using Elegans.Imaging;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Embryos;

/// <summary>
/// Finds and follows the embryos of a movie from some of its frames. What late frames show, where nuclei fill the shell, is carried back to
/// early ones, where a few nuclei say little.
/// </summary>
/// <remarks>Feed it frames in order, all or every so manyth; a still is a movie of one frame. Not safe for use by several threads.</remarks>
internal sealed class EmbryoSurvey : IDisposable
{
    /// <summary>Looking at so many frames, evenly spread, is enough for a movie of any length.</summary>
    private const int EnoughLooks = 24;

    /// <summary>Writing stands at its place in this share of the frames that were looked at.</summary>
    private const double WritingShare = 0.4;

    private readonly EmbryoFinder finder = new();
    private readonly StageShift stage = new();
    private readonly StandingLight standing = new();
    private readonly List<SurveyLook> looks = [];
    private readonly List<CoarseLight> lights = [];
    private Mat? written;

    /// <summary>How many frames were looked at.</summary>
    internal int Looks => looks.Count;

    /// <summary>Width of the frames in pixels.</summary>
    internal int Width => looks.Count == 0 ? 0 : looks[^1].Width;

    /// <summary>Height of the frames in pixels.</summary>
    internal int Height => looks.Count == 0 ? 0 : looks[^1].Height;

    /// <summary>Every how manyth frame of a movie is to be looked at.</summary>
    /// <param name="frames">The length of the movie; null where nobody knows it.</param>
    internal static int StrideFor(int? frames) => Math.Max(1, (frames ?? 10 * EnoughLooks) / EnoughLooks);

    /// <inheritdoc/>
    public void Dispose()
    {
        finder.Dispose();
        stage.Dispose();
        standing.Dispose();
        written?.Dispose();
    }

    /// <summary>Looks at one frame.</summary>
    /// <param name="index">Which; after all those before.</param>
    /// <param name="frame">The nuclear channel.</param>
    /// <returns>What that frame shows on its own.</returns>
    internal FrameFinding Look(FrameIndex index, NuclearImage frame)
    {
        standing.Look(frame.Pixels);
        FrameFinding finding = finder.Find(frame, standing.Found);
        (double x, double y, double left) = stage.Next(finder.Light);
        (x, y) = (x * finder.Factor, y * finder.Factor);
        if (looks.Count > 0 && !IsBelieved(looks[^1], finding, x, y, left)) (x, y) = (0, 0);
        looks.Add(new SurveyLook(index, [.. finding.Embryos], x, y, frame.Width, frame.Height));
        lights.Add(new CoarseLight(finder.Light, frame.Width, frame.Height));
        CountWriting(finding.Writing.Except(standing.Found), frame);
        return finding;
    }

    /// <summary>The embryos, the surest first.</summary>
    internal IReadOnlyList<FollowedEmbryo> Embryos()
    {
        var paths = new List<EmbryoPath>();
        // From the end: there embryos show best.
        for (int look = looks.Count - 1; look >= 0; look--)
        {
            var free = new List<SeenEmbryo>(looks[look].Embryos);
            foreach (EmbryoPath path in paths.OrderByDescending(path => path.Weight)) path.Continue(look, free);
            foreach (SeenEmbryo seen in free.Where(seen => seen.Confidence >= EmbryoPath.MinBegin)) paths.Add(new EmbryoPath(looks, look, seen));
            foreach (EmbryoPath path in paths) path.StepBack(looks[look]);
        }

        var kept = new List<EmbryoPath>();
        foreach (EmbryoPath path in paths.Where(path => path.IsSure(looks.Count)).OrderByDescending(path => path.Weight))
            if (!kept.Any(other => other.CoversWith(path))) kept.Add(path);
        return [.. kept.Select(path => path.Follow()).OrderByDescending(embryo => embryo.Confidence)];
    }

    /// <summary>
    /// The share of the light that lies outside of some embryos, in the middle of all looks: above nothing where they do not explain the picture.
    /// </summary>
    /// <param name="embryos">The embryos.</param>
    internal double ShareOutside(IReadOnlyCollection<FollowedEmbryo> embryos)
    {
        double[] shares = [.. looks.Zip(lights).Select(look => (look.Second, Outlines: (EmbryoOutline[])[.. embryos
            .Where(embryo => embryo.IsIn(look.First.Frame)).Select(embryo => embryo.OutlineAt(look.First.Frame))]))
            .Where(look => look.Outlines.Length > 0).Select(look => look.Second.ShareOutside(look.Outlines)).Order()];
        return shares.Length == 0 ? 0 : shares[shares.Length / 2];
    }

    /// <summary>The share of the frame that everything bright spans, in the middle of all looks.</summary>
    internal double LightSpan()
    {
        double[] spans = [.. lights.Select(light => light.Span()).Where(span => span > 0).Order()];
        return spans.Length == 0 ? 1 : spans[spans.Length / 2];
    }

    /// <summary>Upright rectangles in which writing stands through the movie, pixels of the frame.</summary>
    internal IReadOnlyList<Rect> Writing()
    {
        if (written is null) return standing.Found;
        using Mat often = new(), labels = new(), statistics = new(), middles = new();
        Cv2.Compare(written, Scalar.All(Math.Max(1, WritingShare * looks.Count) - 0.5), often, CmpTypes.GT);
        int count = Cv2.ConnectedComponentsWithStats(often, labels, statistics, middles);
        List<Rect> found = [.. standing.Found];
        SurveyLook last = looks[^1];
        double across = last.Width / (double)written.Width, down = last.Height / (double)written.Height;
        for (int i = 1; i < count; i++)
        {
            var box = new Rect(statistics.At<int>(i, 0), statistics.At<int>(i, 1), statistics.At<int>(i, 2), statistics.At<int>(i, 3));
            found.Add(new Rect(
                (int)(box.X * across), (int)(box.Y * down), (int)Math.Ceiling(box.Width * across), (int)Math.Ceiling(box.Height * down)));
        }

        return found;
    }

    /// <summary>
    /// A few nuclei that move or divide look like a shift of the stage: embryos that shift with it prove one, or next to no difference left.
    /// </summary>
    private static bool IsBelieved(SurveyLook before, FrameFinding now, double x, double y, double left)
    {
        int moved = 0, stayed = 0;
        foreach (SeenEmbryo seen in before.Embryos)
        {
            if (seen.Confidence < EmbryoPath.MinPlace) continue;
            EmbryoOutline shifted = seen.Outline.Shifted(x, y);
            double with = 0, without = 0;
            foreach (SeenEmbryo other in now.Embryos)
            {
                if (other.Confidence < EmbryoPath.MinPlace) continue;
                with = Math.Max(with, shifted.OverlapWith(other.Outline));
                without = Math.Max(without, seen.Outline.OverlapWith(other.Outline));
            }

            if (with > without + 0.05) moved++;
            else if (without > with) stayed++;
        }

        return moved == 0 && stayed == 0 ? left < 0.4 : moved > stayed;
    }

    private void CountWriting(IEnumerable<Rect> writing, NuclearImage frame)
    {
        double factor = ReducedFrame.FactorOf(frame.Width, frame.Height);
        written ??= new Mat((int)Math.Ceiling(frame.Height / factor), (int)Math.Ceiling(frame.Width / factor), MatType.CV_32FC1, Scalar.All(0));
        using var here = new Mat(written.Size(), MatType.CV_32FC1, Scalar.All(0));
        foreach (Rect box in writing)
            Cv2.Rectangle(
                here, new Point(box.Left / factor, box.Top / factor), new Point((box.Right - 1) / factor, (box.Bottom - 1) / factor), Scalar.All(1), -1);
        Cv2.Add(written, here, written);
    }
}
