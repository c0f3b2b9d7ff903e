using Elegans.Annotation;
using Elegans.Lineages;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>A rendered movie of an embryo with a lineage that departs.</summary>
/// <param name="Kind">What the lineage does.</param>
/// <param name="Movie">The movie, every <see cref="AbnormalMovies.Step"/>th time point.</param>
/// <param name="Off">The first frame in which the true total is off by one cell in twenty from the embryo it was made of; null where it never is.</param>
internal sealed record DepartingMovie(DepartingKind Kind, RenderedMovie Movie, FrameIndex? Off)
{
    private const double OffShare = 0.05;

    /// <summary>A movie beside the embryo that it was made of.</summary>
    internal static DepartingMovie Of(DepartingKind kind, RenderedMovie movie, NucleiTrack normal)
    {
        foreach ((var reading, FrameTruth truth) in movie.Frames)
        {
            var time = new TimePoint(movie.First.Value + (reading.Frame.Value * AbnormalMovies.Step));
            if (normal.CountsAt(time) is { } counts && truth.Counts is { } departing && Math.Abs(departing.Total - counts.Total) > OffShare * counts.Total)
                return new DepartingMovie(kind, movie, reading.Frame);
        }

        return new DepartingMovie(kind, movie, null);
    }
}
