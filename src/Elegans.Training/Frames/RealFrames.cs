using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Frames;

/// <summary>
/// Annotated frames of real movies, each time turned, mirrored, scaled and shifted by a <see cref="View"/> like the
/// rendered ones, and varied in light by <see cref="FilmRanges"/>.
/// </summary>
internal sealed class RealFrames : IFrameSource, IDisposable
{
    /// <summary>Frames are kept at this many pixels along their longer side, about what training frames have.</summary>
    private const double LongSide = 376;
    private readonly Dictionary<(TracedEmbryo, TimePoint), (Mat Frame, double Scale)> frames = [];
    private readonly FrameSampler sampler;
    private readonly FilmRanges film;
    private readonly ViewRanges views;

    /// <summary>Reads the annotated frames of movies.</summary>
    /// <param name="movies">Files of movies, and the track of each.</param>
    /// <param name="balancedShare">As in <see cref="TrainingRecipe.BalancedShare"/>.</param>
    /// <param name="film">How light varies.</param>
    /// <param name="views">How freely embryos are placed.</param>
    internal RealFrames(IEnumerable<(string Movie, NucleiTrack Track)> movies, double balancedShare, FilmRanges film, ViewRanges views)
    {
        (this.film, this.views) = (film, views);
        var embryos = new List<TracedEmbryo>();
        foreach ((string movie, NucleiTrack track) in movies)
        {
            var embryo = new TracedEmbryo(track);
            embryos.Add(embryo);
            foreach (MovieFrame frame in MovieReader.Open(movie, NuclearChannel.Auto).Frames())
            {
                using (frame)
                    if (FrameAlignment.Epic.TimePointIn(frame.Index) is { } time && track.IsAnnotated(time)) frames[(embryo, time)] = Shrink(frame.Image.Pixels);
            }
        }

        sampler = new FrameSampler(embryos, balancedShare, (embryo, time) => frames.ContainsKey((embryo, time)));
    }

    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        (TracedEmbryo embryo, TimePoint time) = sampler.Draw(random);
        (Mat frame, double scale) = frames[(embryo, time)];
        View view = embryo.Renderer.DrawView(views, random);
        using Mat moved = new(), move = Matrix(view, scale);
        Cv2.WarpAffine(frame, moved, move, new Size(view.Width, view.Height), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
        return new TrainingFrame(film.Vary(moved, random), embryo.TruthAt(time));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Mat frame, _) in frames.Values) frame.Dispose();
    }

    private static (Mat Frame, double Scale) Shrink(Mat frame)
    {
        double scale = Math.Min(1, LongSide / Math.Max(frame.Width, frame.Height));
        var small = new Mat();
        Cv2.Resize(frame, small, new Size(0, 0), scale, scale, InterpolationFlags.Area);
        if (small.Depth() == MatType.CV_16U) small.ConvertTo(small, MatType.CV_8U, 1 / 256.0);
        return (small, scale);
    }

    /// <summary>The view as a matrix that takes pixels of the shrunken frame to pixels of the training frame.</summary>
    private static Mat Matrix(View view, double scale)
    {
        (double x, double y) = view.Project(0, 0);
        (double alongX, double alongY) = view.Project(1 / scale, 0);
        (double downX, double downY) = view.Project(0, 1 / scale);
        return Mat.FromPixelData(2, 3, MatType.CV_64FC1, new[] { alongX - x, downX - x, x, alongY - y, downY - y, y }).Clone();
    }
}
