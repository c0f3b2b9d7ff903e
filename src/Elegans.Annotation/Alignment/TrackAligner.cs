using Elegans.Imaging;

namespace Elegans.Annotation.Alignment;

/// <summary>
/// Proves or refutes that a track belongs to a movie: the nuclei of every time point are rendered and correlated with
/// frames of the movie; the offset at which they correlate best is found, and how many frames agree with it.
/// </summary>
public static class TrackAligner
{
    /// <summary>Aligns a track and a movie.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="track">
    /// The track. Where its coordinates are no pixels of that movie, the movie is looked at turned, mirrored,
    /// at any scale and cut: <see cref="AlignmentVerdict.View"/> has what was found.
    /// </param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="ArgumentException">The movie has no frame with contrast.</exception>
    public static AlignmentVerdict Align(FrameSource movie, NucleiTrack track, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(track);
        SampledMovie sample = SampledMovie.Of(movie, cancellation);
        AlignmentVerdict asTraced = ViewCorrelation.Judge(sample, track, MovieView.AsTraced, cancellation);
        if (asTraced.Holds || sample.Frames.Count < AlignmentVerdict.MinFrames) return asTraced;
        AlignmentVerdict? other = ViewSearch.Find(sample, track, cancellation);
        return other is { Holds: true } ? other : asTraced with { Nearest = other };
    }
}
