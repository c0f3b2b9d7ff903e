using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation;

/// <summary>A whole embryo rendered through one microscope, as a movie whose counts are known exactly.</summary>
public sealed class SimulatedMovie
{
    private const double FramesPerSecond = 10;
    private readonly EmbryoRenderer renderer;
    private readonly View view;
    private readonly Microscope microscope;
    private readonly int seed;
    private readonly TimePoint first, last;

    /// <summary>Prepares a movie.</summary>
    /// <param name="track">The embryo. The movie shows every time point from its first to its last.</param>
    /// <param name="view">How the track's coordinates become pixels.</param>
    /// <param name="ranges">What the microscope is drawn from.</param>
    /// <param name="seed">Where all chance comes from: the same seed gives the same frames.</param>
    public SimulatedMovie(NucleiTrack track, View view, MicroscopeRanges ranges, int seed)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(ranges);
        renderer = new EmbryoRenderer(track);
        this.view = view;
        this.seed = seed;
        microscope = ranges.Draw(new Random(seed));
        (first, last) = (track.TimePoints[0], track.TimePoints[^1]);
    }

    /// <summary>Which time point a frame shows: frame 0 shows the first one traced.</summary>
    public FrameAlignment Alignment => new(first.Value);

    /// <summary>The number of frames.</summary>
    public int FrameCount => last.Value - first.Value + 1;

    /// <summary>The counts of the annotated frames.</summary>
    public IEnumerable<LabelledFrame> Labels => renderer.Track.Labels(Alignment);

    /// <summary>Renders the frames in order. The caller disposes each. A time point without annotation is rendered as the one before it.</summary>
    public IEnumerable<MovieFrame> Frames()
    {
        TimePoint shown = first;
        for (int frame = 0; frame < FrameCount; frame++)
        {
            var time = new TimePoint(first.Value + frame);
            if (renderer.Track.IsAnnotated(time)) shown = time;
            yield return new MovieFrame(new FrameIndex(frame), renderer.Render(shown, view, microscope, new Random(HashCode(frame))));
        }
    }

    /// <summary>Writes the movie whole or not at all.</summary>
    /// <param name="path">Where to: <c>.mp4</c>, <c>.mov</c> or <c>.avi</c>, MPEG-4 part 2 as EPIC's movies.</param>
    /// <param name="written">Told after every frame.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="IOException">The movie cannot be written there.</exception>
    public void Write(string path, Action<FrameIndex>? written = null, CancellationToken cancellation = default) =>
        MovieWriter.Write(path, Frames(), FramesPerSecond, written, cancellation);

    private int HashCode(int frame) => unchecked((seed * 7919) + frame) & int.MaxValue;
}
