using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>Errors over the frames of several movies, and how often the 90 % intervals hold the truth, movie by movie.</summary>
/// <param name="Errors">The errors of all frames together.</param>
/// <param name="Total">Coverage of the total; null where there is no interval.</param>
/// <param name="Lineages">Coverage of the seven lineages on average; null where there is no interval.</param>
public sealed record MovieErrors(CountErrors Errors, CoverageSpread? Total, CoverageSpread? Lineages)
{
    internal static MovieErrors Of(IReadOnlyCollection<(RenderedMovie Movie, MoviePrediction Prediction)> movies)
    {
        CoveredFrames[] frames = [.. movies.Select(movie => CoveredFrames.Of(movie.Movie, movie.Prediction))];
        return new MovieErrors(
            CountErrors.Of(movies.SelectMany(movie => movie.Movie.Compare(movie.Prediction))
                .Select(frame => (frame.Prediction.Counts ?? default, frame.Truth))),
            CoverageSpread.Of(frames.Select(movie => movie.Total())),
            CoverageSpread.Of(frames.Select(movie => movie.Lineages())));
    }
}
