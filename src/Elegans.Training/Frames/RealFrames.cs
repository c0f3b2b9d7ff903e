using System.Globalization;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;
using Elegans.Training.Data;
using Elegans.Training.Recipe;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Training.Frames;

/// <summary>
/// Annotated frames of real movies, each time turned, mirrored, scaled and shifted by a <see cref="View"/> like the
/// rendered ones, and varied in light by <see cref="FilmRanges"/>. Decoded once; kept in the frame cache.
/// </summary>
internal sealed class RealFrames : IFrameSet, IDisposable
{
    /// <summary>Frames are kept at this many pixels along their longer side, about what training frames have.</summary>
    private const double LongSide = 376;
    private readonly bool isVaried;
    private readonly List<FrameFile> files = [];
    private readonly List<(FrameFile File, int Number, TracedEmbryo Embryo, TimePoint Time)> frames = [];
    private readonly double balancedShare;
    private readonly FilmRanges film;
    private readonly ViewRanges views;
    private HashSet<int> leftOut = [];
    private FrameSampler sampler;
    private Dictionary<(TracedEmbryo, TimePoint), int> numbers;

    /// <summary>Reads the annotated frames of movies.</summary>
    /// <param name="movies">The movies.</param>
    /// <param name="isUsable">Which of their frames may be used.</param>
    /// <param name="recipe">How freely embryos are placed, how light varies, how stages are balanced.</param>
    /// <param name="cache">Where decoded frames are kept.</param>
    /// <param name="isVaried">Whether frames are turned, scaled and varied in light when they are drawn. Those that validate are not.</param>
    /// <param name="report">Told of each movie before it is decoded.</param>
    /// <exception cref="InputException">A movie cannot be decoded, or no frame of them can be used.</exception>
    internal RealFrames(IReadOnlyList<AnnotatedMovie> movies, Func<AnnotatedMovie, FrameIndex, bool> isUsable, TrainingRecipe recipe, FrameCache cache,
        bool isVaried, Action<string> report)
    {
        this.isVaried = isVaried;
        (balancedShare, film, views) = (recipe.BalancedShare, recipe.Film, recipe.Views);
        foreach (AnnotatedMovie movie in movies)
        {
            var embryo = new TracedEmbryo(movie.Track);
            report($"decoding {Path.GetFileName(movie.Path)}");
            FrameFile file = Decode(movie.Path, cache);
            files.Add(file);
            for (int number = 0; number < file.Count; number++)
            {
                var frame = new FrameIndex(number);
                if (movie.Alignment.TimePointIn(frame) is { } time && movie.Track.IsAnnotated(time) && isUsable(movie, frame)) frames.Add(
                    (file, number, embryo, time));
            }
        }

        if (frames.Count == 0) throw new InputException(
            string.Join(", ", movies.Select(movie => movie.Path)), "shows no frame that can be used: each is dark, repeated, or outside of what was traced.");
        (sampler, numbers) = Arrange();
    }

    /// <inheritdoc/>
    public string Name => "real";

    /// <inheritdoc/>
    public int Count => frames.Count;

    /// <inheritdoc/>
    public TrainingFrame this[int number]
    {
        get
        {
            (FrameFile file, int place, TracedEmbryo embryo, TimePoint time) = frames[number];
            double scale = file.ScaleOf(place);
            return new TrainingFrame(file[place], embryo.TruthAt(time), NucleiOf(embryo, time, (x, y) => (x * scale, y * scale), scale));
        }
    }

    /// <inheritdoc/>
    public (string Embryo, TimePoint Time) Shown(int number) => (frames[number].Embryo.Track.Name, frames[number].Time);

    /// <inheritdoc/>
    public void LeaveOut(IEnumerable<int> numbers)
    {
        leftOut = [.. numbers];
        (sampler, this.numbers) = Arrange();
    }

    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        (TracedEmbryo embryo, TimePoint time) = sampler.Draw(random);
        if (!isVaried) return this[numbers[(embryo, time)]];
        (FrameFile file, int number, _, _) = frames[numbers[(embryo, time)]];
        using NuclearImage frame = file[number];
        View view = embryo.Renderer.DrawView(views, random);
        using Mat moved = new(), move = Matrix(view, file.ScaleOf(number));
        Cv2.WarpAffine(frame.Pixels, moved, move, new Size(view.Width, view.Height), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
        return new TrainingFrame(film.Vary(moved, random), embryo.TruthAt(time), NucleiOf(embryo, time, view.Project, view.Scale));
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());

    /// <summary>The traced nuclei; tracing does not tell polar bodies, nor how far a division is.</summary>
    private static FrameNuclei NucleiOf(TracedEmbryo embryo, TimePoint time, Func<double, double, (double X, double Y)> project, double scale) => new(
        [.. embryo.Track.NucleiAt(time).Select(nucleus =>
        {
            (double x, double y) = project(nucleus.X, nucleus.Y);
            return new PlacedNucleus(x, y, nucleus.Diameter * scale, NucleusKind.Nucleus);
        })], KnowsPolarBodies: false);

    private (FrameSampler Sampler, Dictionary<(TracedEmbryo, TimePoint), int> Numbers) Arrange()
    {
        var there = Enumerable.Range(0, frames.Count).Where(number => !leftOut.Contains(number))
            .ToDictionary(number => (frames[number].Embryo, frames[number].Time));
        return (new FrameSampler(frames.Select(frame => frame.Embryo).Distinct(), balancedShare, (embryo, time) => there.ContainsKey((embryo, time))), there);
    }

    private static FrameFile Decode(string movie, FrameCache cache)
    {
        var file = new FileInfo(movie);
        return cache.Open(
            string.Create(CultureInfo.InvariantCulture, $"movie {file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks} {LongSide}"), writer =>
        {
            foreach (MovieFrame frame in FrameSource.Open(movie).Frames())
            {
                using (frame)
                using (NuclearImage small = Shrink(frame.Image.Pixels, out double scale)) writer.Add(small, scale);
            }
        });
    }

    private static NuclearImage Shrink(Mat frame, out double scale)
    {
        scale = Math.Min(1, LongSide / Math.Max(frame.Width, frame.Height));
        var small = new Mat();
        Cv2.Resize(frame, small, new Size(0, 0), scale, scale, InterpolationFlags.Area);
        if (small.Depth() == MatType.CV_16U) small.ConvertTo(small, MatType.CV_8U, 1 / 256.0);
        return new NuclearImage(small);
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
