using Elegans.Models;
using Elegans.Predictions;

namespace Elegans.Training.Accuracy;

/// <summary>Makes intervals wider where they do not hold often enough on real movies, which rendered ones resemble and are not.</summary>
public static class IntervalWidening
{
    /// <summary>How often the intervals of the total, and those of the lineages on average, must hold in each real movie.</summary>
    public const double LeastCoverage = 0.85;
    private const double Step = 0.05, Most = 10;

    /// <summary>
    /// The card with its intervals as many times wider as each movie needs to reach <see cref="LeastCoverage"/>, for readings and with the clock. Each movie
    /// is taken as its judge read it, within the widths of the judge: a network that never saw the movie tells how much farther off real frames are.
    /// </summary>
    /// <param name="card">A calibrated card.</param>
    /// <param name="movies">Real movies, each judged by a calibrated model that never saw its recording.</param>
    /// <exception cref="ArgumentException">There is no movie, or the model of one was not calibrated.</exception>
    /// <exception cref="InvalidOperationException">Not even ten times the width is enough.</exception>
    public static ModelCard Widened(ModelCard card, IReadOnlyCollection<JudgedMovie> movies)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(movies);
        if (movies.Count == 0 || card.Intervals is null || movies.Any(movie => movie.Card.Intervals is null))
            throw new ArgumentException("Intervals are made wider for movies, and by models that have some.", nameof(movies));
        double factor = LeastFactor(factor => movies.Min(movie => Coverage(movie, factor))) ?? throw new InvalidOperationException(
            MarkdownPage.Text(
                $"Not even {Most:F0} times as wide do the intervals hold in {LeastCoverage:P0} of the frames of each of {movies.Count} real movies."));
        return card with
        {
            Intervals = card.Intervals with
            {
                Widening = factor,
                WidenedFor = factor > 1 ? MarkdownPage.Text(
                    $"the least factor at which they hold in {LeastCoverage:P0} of the frames of each of the real movies ")
                    + string.Join(", ", movies.Select(movie => movie.Embryo).Order(StringComparer.Ordinal)) : null,
            },
        };
    }

    /// <summary>The least factor of a fine ladder from 1 on at which the coverage is enough; null where none is.</summary>
    /// <param name="coverage">The coverage at a factor.</param>
    internal static double? LeastFactor(Func<double, double> coverage)
    {
        for (int place = 0; 1 + (place * Step) <= Most; place++)
            if (coverage(1 + (place * Step)) >= LeastCoverage) return Math.Round(1 + (place * Step), 2);
        return null;
    }

    /// <summary>The least of a movie's four coverages: total and lineages, readings and with the clock.</summary>
    internal static double Coverage(JudgedMovie movie, double factor)
    {
        ModelCard card = WithFactor(movie.Card, factor);
        return new[] { MoviePrediction.FrameByFrame(movie.Readings, card), MoviePrediction.Of(movie.Readings, card) }
            .Select(prediction => CoveredFrames.Of(movie, prediction)).SelectMany(frames => new[] { frames.Total(), frames.Lineages() })
            .Min(coverage => coverage ?? 0);
    }

    /// <summary>A card with its intervals so many times as wide as they were measured.</summary>
    internal static ModelCard WithFactor(ModelCard card, double factor) => card with { Intervals = card.Intervals! with { Widening = factor } };
}
