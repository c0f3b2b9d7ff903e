using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Benchmarks.Finder;

/// <summary>A real movie and its track, shown in other ways: with margins, turned, cut off, written into.</summary>
internal static class FinderMovies
{
    /// <summary>The ways it is shown.</summary>
    internal static readonly string[] Ways = ["plain", "margins x2", "margins x3, noise", "margins x4", "turned", "cut off by a third", "writing and bar"];

    /// <summary>Stills by number of cells, and the pooled outline of the movie over its traced frames.</summary>
    internal static (FinderScore[] ByCells, FinderScore Pooled) Measure(string movie, string nuclei, string way)
    {
        NucleiTrack track = NucleiTrackReader.Read(nuclei);
        var renderer = new EmbryoRenderer(track);
        FinderScore[] byCells = [new(), new(), new(), new()];
        var pooled = new FinderScore();
        using var finder = new EmbryoFinder();
        using var survey = new EmbryoSurvey();
        int stride = EmbryoSurvey.StrideFor(Imaging.FrameSource.Open(movie).AnnouncedFrames);
        var truths = new List<(FrameIndex Frame, EmbryoOutline Outline)>();
        foreach (MovieFrame frame in Imaging.FrameSource.Open(movie).Frames())
        {
            using (frame)
            {
                var time = new TimePoint(frame.Index.Value + 1);
                bool traced = frame.Index.Value > 0 && track.IsAnnotated(time), looked = frame.Index.Value % stride == 0;
                if (!looked && !(traced && frame.Index.Value % 4 == 1)) continue;
                EmbryoOutline plain = renderer.OutlineIn(View.OfTrack(frame.Image.Width, frame.Image.Height));
                (NuclearImage shown, EmbryoOutline truth) = Show(frame.Image.Pixels, plain, way, frame.Index.Value, 0.7);
                using (shown)
                {
                    if (looked) survey.Look(frame.Index, shown);
                    if (!traced) continue;
                    truths.Add((frame.Index, truth));
                    int cells = track.NucleiAt(time).Count;
                    byCells[cells < 8 ? 0 : cells < 26 ? 1 : cells < 100 ? 2 : 3].Add([truth], [.. finder.Find(shown).Embryos.Select(seen => seen.Outline)]);
                }
            }
        }

        IReadOnlyList<FollowedEmbryo> found = survey.Embryos();
        foreach ((FrameIndex frame, EmbryoOutline truth) in truths)
            pooled.Add([truth], [.. found.Where(embryo => embryo.IsIn(frame)).Select(embryo => embryo.OutlineAt(frame))]);
        return (byCells, pooled);
    }

    private static (NuclearImage Shown, EmbryoOutline Truth) Show(Mat frame, EmbryoOutline outline, string way, int number, double turn)
    {
        (int width, int height) = (frame.Width, frame.Height);
        var shown = new Mat();
        if (way.StartsWith("margins", StringComparison.Ordinal))
        {
            int times = way[9] - '0', x = (times - 1) * width / 2, y = (times - 1) * height / 2;
            Cv2.CopyMakeBorder(frame, shown, y, y, x, x, BorderTypes.Constant, Scalar.All(0));
            if (way.EndsWith("noise", StringComparison.Ordinal))
            {
                using var noise = new Mat(shown.Size(), MatType.CV_8UC1);
                Cv2.Randn(noise, Scalar.All(0), Scalar.All(3));
                Cv2.Max(shown, noise, shown);
            }

            return (new NuclearImage(shown), outline.Shifted(x, y));
        }

        if (way == "turned")
        {
            const int margin = 200;
            using Mat motion = Cv2.GetRotationMatrix2D(new Point2f(width / 2f, height / 2f), double.RadiansToDegrees(-turn), 1);
            motion.Set(0, 2, motion.At<double>(0, 2) + margin);
            motion.Set(1, 2, motion.At<double>(1, 2) + margin);
            Cv2.WarpAffine(frame, shown, motion, new Size(width + (2 * margin), height + (2 * margin)));
            double x = (motion.At<double>(0, 0) * outline.CentreX) + (motion.At<double>(0, 1) * outline.CentreY) + motion.At<double>(0, 2);
            double y = (motion.At<double>(1, 0) * outline.CentreX) + (motion.At<double>(1, 1) * outline.CentreY) + motion.At<double>(1, 2);
            return (new NuclearImage(shown), outline with { CentreX = x, CentreY = y, Angle = EmbryoOutline.Upright(outline.Angle + turn) });
        }

        if (way.StartsWith("cut", StringComparison.Ordinal))
        {
            using Mat part = frame[new Rect(width / 3, 0, width - (width / 3), height)];
            part.CopyTo(shown);
            return (new NuclearImage(shown), outline.Shifted(-(width / 3), 0));
        }

        frame.CopyTo(shown);
        if (way != "plain")
        {
            Cv2.PutText(
                shown, $"{number / 60:00}:{number % 60:00}:00", new Point(6, 18), HersheyFonts.HersheySimplex, 0.6, Scalar.All(255), 1, LineTypes.AntiAlias);
            Cv2.Rectangle(shown, new Rect(width - 60, height - 12, 50, 4), Scalar.All(255), -1);
        }

        return (new NuclearImage(shown), outline);
    }
}
