using Elegans.Embryos;
using OpenCvSharp;

namespace Elegans.Annotation.Alignment;

/// <summary>
/// Finds how a movie shows a track whose pixels are not the movie's: in one of the eight ways to turn and mirror a picture, turned by any angle besides, at
/// any scale, cut or not. First a few time points are looked for in a few frames, everywhere and at every scale; then the best
/// finds of each way are made exact, and judged by all frames and time points.
/// </summary>
internal static class ViewSearch
{
    private const int FramesLookedAt = 6, TimesLookedAt = 12, FramesRefined = 12, ScalesKept = 3, ViewsRefined = 4, ViewsAtOnce = 2;

    /// <summary>The embryo fills the picture, or a quarter of it, or something between.</summary>
    private const double ScaleRange = 4, ScaleStep = 1.07;

    /// <summary>The part of the embryo's width that may be cut off at the picture's edge.</summary>
    private const double Margin = 0.25;
    private const double FirstScaleStep = 0.04, FirstShiftStep = 3;
    private const int Halvings = 5, MaxSteps = 40;

    /// <summary>
    /// Degrees: a movie that is tilted by less is found as it is; by more, hardly; the step by which an angle is made exact first; and what is no tilt.
    /// </summary>
    private const double LeastTilt = 4, MuchTilt = 12, FirstTurnStep = 3, HardlyTilted = 1;

    /// <summary>So many nuclei fill the shell, and so many embryos of a movie may be the one that was traced.</summary>
    private const int FullShell = 40, TiltsTried = 2;

    /// <summary>The best view, and how well it matches.</summary>
    /// <param name="movie">The frames, as the movie has them.</param>
    /// <param name="track">The track.</param>
    /// <param name="cancellation">Stops between views.</param>
    internal static AlignmentVerdict? Find(SampledMovie movie, NucleiTrack track, CancellationToken cancellation)
    {
        AlignmentVerdict? nearest = null;
        foreach ((double degrees, double degreesMirrored) in Tilts(movie, track))
        {
            AlignmentVerdict? tilted = Find(movie, track, degrees, degreesMirrored, cancellation);
            if (tilted is { Holds: true }) return tilted;
            nearest = new[] { nearest, tilted }.OfType<AlignmentVerdict>().MaxBy(verdict => verdict.Agreement + verdict.MedianCorrelation);
        }

        return nearest is null ? null : nearest with { IsOfAnyAngle = TiltOf(track) is not null && movie.Tilts.Count > 0 };
    }

    /// <summary>
    /// By how many degrees the movie may be turned besides quarter turns, and by how many if it is mirrored: none; or what brings the long axis of an embryo of
    /// the movie onto that of the traced one, which comes first where it is much.
    /// </summary>
    private static (double Degrees, double Mirrored)[] Tilts(SampledMovie movie, NucleiTrack track)
    {
        if (TiltOf(track) is not { } traced) return [(0, 0)];
        // Mirrored left to right, a direction is what it was below the horizontal instead of above.
        (double Degrees, double Mirrored)[] tilts = [.. movie.Tilts.Take(TiltsTried).Select(tilt => (Rest(tilt - traced), Rest(tilt + traced)))
            .Where(tilt => Math.Max(Math.Abs(tilt.Item1), Math.Abs(tilt.Item2)) >= LeastTilt)];
        return tilts.Length > 0 && Math.Abs(tilts[0].Degrees) >= MuchTilt ? [.. tilts, (0, 0)] : [(0, 0), .. tilts];
    }

    private static AlignmentVerdict? Find(
        SampledMovie movie, NucleiTrack track, double degrees, double degreesMirrored, CancellationToken cancellation)
    {
        TimePoint[] times = [.. track.TimePoints.Where(time => track.NucleiAt(time).Count > 3)];
        if (times.Length == 0) return null;
        int looked = Math.Min(TimesLookedAt, times.Length);
        times = [.. Enumerable.Range(0, looked).Select(i => times[(int)((i + 0.5) * times.Length / looked)])];
        SampledMovie few = movie.Fewer(FramesLookedAt).Halved(), more = movie.Fewer(FramesRefined);
        MovieView[] ways = [.. Enumerable.Range(0, 4).SelectMany(turns => new MovieView[]
            { new(turns, false, 1, 0, 0) { Degrees = degrees }, new(turns, true, 1, 0, 0) { Degrees = degreesMirrored } })];
        MovieView[] candidates =
        [
            .. ways.AsParallel().AsOrdered().WithCancellation(cancellation)
                .SelectMany(way => Candidates(few.Upright(way), track, times, way))
                .Select(view => (View: view, Verdict: ViewCorrelation.Judge(more.Upright(view), track, view, cancellation)))
                .ToArray()
                .OrderByDescending(rough => rough.Verdict.Agreement + rough.Verdict.MedianCorrelation).Take(ViewsRefined).Select(rough => rough.View),
        ];
        AlignmentVerdict? nearest = null;
        foreach (MovieView[] some in candidates.Chunk(ViewsAtOnce))
        {
            nearest = some.AsParallel().AsOrdered().WithCancellation(cancellation)
                .Select(view => Level(more, track, Refined(more, track, view, cancellation), cancellation))
                .Select(view => ViewCorrelation.Judge(movie.Upright(view), track, view, cancellation))
                .ToArray().Append(nearest).OfType<AlignmentVerdict>()
                .MaxBy(verdict => verdict.Agreement + verdict.MedianCorrelation);
            if (nearest is { Holds: true }) break;
        }

        return nearest;
    }

    /// <summary>The views of one way whose nuclei are found in the frames best, wherever they lie.</summary>
    private static IEnumerable<MovieView> Candidates(SampledMovie upright, NucleiTrack track, TimePoint[] times, MovieView way)
    {
        Nucleus[] all = [.. times.SelectMany(track.NucleiAt)];
        Rect2d box = Box(all);
        int marginX = (int)(Margin * upright.Size.Width), marginY = (int)(Margin * upright.Size.Height);
        Mat[] frames = [.. upright.Frames.Select(frame => Padded(frame.Picture, upright.Size, marginX, marginY))];
        double largest = Math.Min((upright.Size.Width + (2 * marginX) - 2) / box.Width, (upright.Size.Height + (2 * marginY) - 2) / box.Height);
        var found = new List<(double Score, MovieView View)>();
        // The square that holds a tilted movie is wider than the movie.
        double range = way.Degrees == 0 ? ScaleRange : ScaleRange * Math.Sqrt(2);
        for (double scale = largest; scale > largest / range; scale /= ScaleStep)
        {
            Mat[] patches = [.. times.Select(time => Patch(track.NucleiAt(time), box, scale))];
            (double Value, Point At)[] best = [.. frames.Select(frame => patches.Select(patch => Match(frame, patch)).MaxBy(match => match.Value))];
            double x = Median(best.Select(match => (double)match.At.X)) - marginX - (box.X * scale);
            double y = Median(best.Select(match => (double)match.At.Y)) - marginY - (box.Y * scale);
            found.Add((best.Average(match => match.Value), way with { Scale = scale / upright.Scale, ShiftX = x / upright.Scale, ShiftY = y / upright.Scale }));
            foreach (Mat patch in patches) patch.Dispose();
        }

        foreach (Mat frame in frames) frame.Dispose();
        return found.OrderByDescending(each => each.Score).Take(ScalesKept).Select(each => each.View);
    }

    /// <summary>
    /// The view made exact: scale, place and, of a movie that is tilted, angle are moved while the frames match better, by ever smaller steps.
    /// </summary>
    private static MovieView Refined(SampledMovie movie, NucleiTrack track, MovieView view, CancellationToken cancellation)
    {
        SampledMovie upright = movie.Upright(view);
        Rect2d box = Box([.. track.TimePoints.SelectMany(track.NucleiAt)]);
        double centreX = box.X + (box.Width / 2), centreY = box.Y + (box.Height / 2);
        // Twice: a scale that is a little off can make another offset the best.
        for (int round = 0; round < 2; round++)
        {
            FrameAlignment alignment = ViewCorrelation.Judge(upright, track, view, cancellation).Best;
            double best = ViewCorrelation.Mean(upright, track, view, alignment);
            double scaleStep = FirstScaleStep, shiftStep = FirstShiftStep / upright.Scale, turnStep = FirstTurnStep;
            for (int halved = 0, steps = 0; halved < Halvings && steps < MaxSteps; steps++)
            {
                cancellation.ThrowIfCancellationRequested();
                IEnumerable<(MovieView View, SampledMovie Upright)> near =
                [
                    .. Neighbours(view, scaleStep, shiftStep, centreX, centreY).Select(other => (other, upright)),
                    .. Turned(view, turnStep).Select(other => (other, movie.Upright(other))),
                ];
                (double Mean, MovieView View, SampledMovie Upright) next = near
                    .Select(other => (Mean: ViewCorrelation.Mean(other.Upright, track, other.View, alignment), other.View, other.Upright))
                    .MaxBy(other => other.Mean);
                if (next.Mean > best)
                {
                    (best, view, upright) = next;
                    continue;
                }

                (scaleStep, shiftStep, turnStep) = (scaleStep / 2, shiftStep / 2, turnStep / 2);
                halved++;
            }
        }

        return view;
    }

    /// <summary>A view that is hardly tilted, without its tilt: pixels are then those of the movie as it is.</summary>
    private static MovieView Level(SampledMovie movie, NucleiTrack track, MovieView view, CancellationToken cancellation)
    {
        if (view.Degrees == 0 || Math.Abs(view.Degrees) >= HardlyTilted) return view;
        MovieView level = view with { Degrees = 0 };
        Size square = movie.Upright(view).Size, plain = movie.Upright(level).Size;
        return Refined(movie, track, level with
        {
            ShiftX = view.ShiftX - ((square.Width - plain.Width) / 2.0 / movie.Scale),
            ShiftY = view.ShiftY - ((square.Height - plain.Height) / 2.0 / movie.Scale),
        }, cancellation);
    }

    private static IEnumerable<MovieView> Turned(MovieView view, double step) => view.Degrees == 0 ? []
        : [view with { Degrees = view.Degrees + step }, view with { Degrees = view.Degrees - step }];

    /// <summary>
    /// The direction of the traced embryo's long axis, radians from x towards y: that along which its nuclei are spread most, once they fill the shell. Null
    /// where there are too few.
    /// </summary>
    private static double? TiltOf(NucleiTrack track)
    {
        TimePoint[] full = [.. track.TimePoints.Where(time => track.NucleiAt(time).Count >= FullShell)];
        if (full.Length == 0) return null;
        Nucleus[] nuclei = [.. track.NucleiAt(full[full.Length / 2])];
        double x = nuclei.Average(nucleus => nucleus.X), y = nuclei.Average(nucleus => nucleus.Y);
        return EmbryoOutline.OfSpread(
            x, y, nuclei.Average(nucleus => Math.Pow(nucleus.X - x, 2)), nuclei.Average(nucleus => (nucleus.X - x) * (nucleus.Y - y)),
            nuclei.Average(nucleus => Math.Pow(nucleus.Y - y, 2))).Angle;
    }

    /// <summary>What is left of an angle when quarter turns are taken off, in degrees, -45 to 45.</summary>
    private static double Rest(double radians) => Math.IEEERemainder(double.RadiansToDegrees(radians), 90);

    /// <summary>Views next to one; the embryo's middle stays where it is while the scale changes.</summary>
    private static IEnumerable<MovieView> Neighbours(MovieView view, double scaleStep, double shiftStep, double centreX, double centreY)
    {
        foreach (double factor in (double[])[1 + scaleStep, 1 / (1 + scaleStep)])
        {
            double scale = view.Scale * factor, less = view.Scale - scale;
            yield return view with { Scale = scale, ShiftX = view.ShiftX + (centreX * less), ShiftY = view.ShiftY + (centreY * less) };
        }

        yield return view with { ShiftX = view.ShiftX + shiftStep };
        yield return view with { ShiftX = view.ShiftX - shiftStep };
        yield return view with { ShiftY = view.ShiftY + shiftStep };
        yield return view with { ShiftY = view.ShiftY - shiftStep };
    }

    private static Rect2d Box(Nucleus[] nuclei)
    {
        double left = nuclei.Min(n => n.X - (n.Diameter / 2)), top = nuclei.Min(n => n.Y - (n.Diameter / 2));
        return new Rect2d(left, top, Math.Max(1, nuclei.Max(n => n.X + (n.Diameter / 2)) - left), Math.Max(1, nuclei.Max(n => n.Y + (n.Diameter / 2)) - top));
    }

    private static Mat Patch(IReadOnlyList<Nucleus> nuclei, Rect2d box, double scale)
    {
        var size = new Size(Math.Max(4, (int)(box.Width * scale)), Math.Max(4, (int)(box.Height * scale)));
        return NucleiTemplate.Draw(nuclei, size, scale, -box.X * scale, -box.Y * scale);
    }

    private static Mat Padded(float[] picture, Size size, int marginX, int marginY)
    {
        using Mat whole = Mat.FromPixelData(size.Height, size.Width, MatType.CV_32FC1, picture);
        var padded = new Mat();
        Cv2.CopyMakeBorder(whole, padded, marginY, marginY, marginX, marginX, BorderTypes.Constant, Scalar.All(picture.Min()));
        return padded;
    }

    private static (double Value, Point At) Match(Mat frame, Mat patch)
    {
        using var match = new Mat();
        Cv2.MatchTemplate(frame, patch, match, TemplateMatchModes.CCoeffNormed);
        Cv2.MinMaxLoc(match, out _, out double value, out _, out Point at);
        return (value, at);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
