using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Benchmarks.Finder;

/// <summary>The real movies side by side in one field, each turned and scaled in its own way: real embryos, several of them.</summary>
internal static class ComposedField
{
    private const int Width = 1000, Height = 760, Every = 5;

    /// <summary>Where each movie stands: its middle, its scale, its turn. The second and the third touch.</summary>
    private static readonly (double X, double Y, double Scale, double Turn)[] Places = [(260, 220, 0.55, 0.5), (620, 300, 0.5, 1.35), (420, 560, 0.6, -0.2)];

    /// <summary>Stills, and embryos followed, in the frames that all movies have annotated.</summary>
    internal static (FinderScore Stills, FinderScore Followed) Measure(IReadOnlyList<(string Movie, string Nuclei)> movies)
    {
        NucleiTrack[] tracks = [.. movies.Select(movie => NucleiTrackReader.Read(movie.Nuclei))];
        EmbryoRenderer[] renderers = [.. tracks.Select(track => new EmbryoRenderer(track))];
        IEnumerator<MovieFrame>[] frames = [.. movies.Select(movie => Imaging.FrameSource.Open(movie.Movie).Frames().GetEnumerator())];
        (FinderScore stills, FinderScore pooled) = (new FinderScore(), new FinderScore());
        var truths = new List<(FrameIndex Frame, EmbryoOutline[] Outlines)>();
        using var finder = new EmbryoFinder();
        using var survey = new EmbryoSurvey();
        while (frames.All(each => each.MoveNext()))
        {
            FrameIndex index = frames[0].Current.Index;
            using var field = new NuclearImage(new Mat(Height, Width, MatType.CV_8UC1, Scalar.All(0)));
            EmbryoOutline[] outlines = [.. frames.Select((each, n) => Lay(field.Pixels, each.Current, renderers[n], Places[n]))];
            foreach (IEnumerator<MovieFrame> each in frames) each.Current.Dispose();
            var time = new TimePoint(index.Value + 1);
            if (index.Value % Every != 1 || !tracks.All(track => track.IsAnnotated(time))) continue;
            survey.Look(index, field);
            truths.Add((index, outlines));
            stills.Add(outlines, [.. finder.Find(field).Embryos.Select(seen => seen.Outline)]);
        }

        foreach (IEnumerator<MovieFrame> each in frames) each.Dispose();
        IReadOnlyList<FollowedEmbryo> found = survey.Embryos();
        foreach ((FrameIndex frame, EmbryoOutline[] outlines) in truths)
            pooled.Add(outlines, [.. found.Where(embryo => embryo.IsIn(frame)).Select(embryo => embryo.OutlineAt(frame))]);
        return (stills, pooled);
    }

    private static EmbryoOutline Lay(Mat field, MovieFrame frame, EmbryoRenderer renderer, (double X, double Y, double Scale, double Turn) place)
    {
        using var small = new Mat();
        Cv2.Resize(frame.Image.Pixels, small, new Size(0, 0), place.Scale, place.Scale, InterpolationFlags.Area);
        (int width, int height) = (small.Width, small.Height);
        using Mat motion = Cv2.GetRotationMatrix2D(new Point2f(width / 2f, height / 2f), double.RadiansToDegrees(-place.Turn), 1);
        motion.Set(0, 2, motion.At<double>(0, 2) + place.X - (width / 2.0));
        motion.Set(1, 2, motion.At<double>(1, 2) + place.Y - (height / 2.0));
        using var laid = new Mat();
        Cv2.WarpAffine(small, laid, motion, field.Size(), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
        Cv2.Max(field, laid, field);
        EmbryoOutline own = renderer.OutlineIn(View.OfTrack(frame.Image.Width, frame.Image.Height)).Scaled(place.Scale);
        double x = (motion.At<double>(0, 0) * own.CentreX) + (motion.At<double>(0, 1) * own.CentreY) + motion.At<double>(0, 2);
        double y = (motion.At<double>(1, 0) * own.CentreX) + (motion.At<double>(1, 1) * own.CentreY) + motion.At<double>(1, 2);
        return own with { CentreX = x, CentreY = y, Angle = EmbryoOutline.Upright(own.Angle + place.Turn) };
    }
}
