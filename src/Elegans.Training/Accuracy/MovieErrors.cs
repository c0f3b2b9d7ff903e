using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Training.Accuracy;

/// <summary>Errors over the frames of several movies, and how often the 90 % interval of the total holds the truth.</summary>
/// <param name="Errors">The errors of all frames together.</param>
/// <param name="Coverage">The share of frames whose interval holds the true total.</param>
public sealed record MovieErrors(CountErrors Errors, double Coverage)
{
    internal static MovieErrors Of(IEnumerable<IEnumerable<(FramePrediction Prediction, LineageCounts Truth)>> movies)
    {
        (FramePrediction Prediction, LineageCounts Truth)[] frames = [.. movies.SelectMany(movie => movie)];
        return new MovieErrors(
            CountErrors.Of(frames.Select(frame => (frame.Prediction.Counts ?? default, frame.Truth))),
            frames.Where(frame => frame.Prediction.Intervals?.Total is not null)
                .Select(frame => frame.Prediction.Intervals!.Total!.Value.Contains(frame.Truth.Total) ? 1.0 : 0).DefaultIfEmpty(0).Average());
    }
}
