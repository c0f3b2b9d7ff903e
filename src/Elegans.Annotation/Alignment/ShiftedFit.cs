using System.Collections.Immutable;
using Elegans.Predictions;

namespace Elegans.Annotation.Alignment;

/// <summary>A track that fits predicted counts far better when it is shifted: most likely, frame 0 shows another time point.</summary>
/// <param name="Alignment">The alignment at which it fits best.</param>
/// <param name="Given">How far the total was off at the alignment that was given, as a share of the annotated one.</param>
/// <param name="Shifted">How far it is off at this one.</param>
/// <remarks>Found from counts alone, which many alignments fit a little; <see cref="TrackAligner"/> looks at the nuclei.</remarks>
public sealed record ShiftedFit(FrameAlignment Alignment, double Given, double Shifted)
{
    /// <summary>Of the frames that were compared, as many must be compared at another alignment, and no fewer than <see cref="MinFrames"/>.</summary>
    private const double MinOverlap = 0.6;
    private const int MinFrames = 20, MinShift = 3;

    /// <summary>
    /// Far better: the error is less than half, the difference is more than a good count is off, and what is left is no more than a
    /// poor count is.
    /// </summary>
    private const double BetterShare = 0.5, BetterBy = 0.1, MaxError = 0.25;

    /// <summary>Looks for a better alignment than the given one; null where there is none that is far better.</summary>
    /// <param name="predictions">The predicted counts.</param>
    /// <param name="track">The track.</param>
    /// <param name="given">The alignment at which they were compared.</param>
    public static ShiftedFit? Find(IReadOnlyList<FramePrediction> predictions, NucleiTrack track, FrameAlignment given)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(track);
        (int Frame, int Total)[] predicted =
        [
            .. predictions.Where(prediction => prediction.Counts is not null).Select(prediction => (prediction.Frame.Value, prediction.Counts!.Value.Total)),
        ];
        var annotated = track.TimePoints.Select(time => (Time: time.Value, track.CountsAt(time)!.Value.Total))
            .Where(time => time.Total > 0).ToImmutableDictionary(time => time.Time, time => time.Total);
        if (predicted.Length == 0 || annotated.IsEmpty) return null;
        (int compared, double error) = Error(given.Offset);
        int needed = Math.Max(MinFrames, (int)(MinOverlap * compared));
        (int Offset, double Error) best = (given.Offset, error);
        for (int offset = annotated.Keys.Min() - predicted[^1].Frame; offset <= annotated.Keys.Max() - predicted[0].Frame; offset++)
        {
            if (Error(offset) is { } at && at.Compared >= needed && at.Error < best.Error) best = (offset, at.Error);
        }

        return Math.Abs(best.Offset - given.Offset) >= MinShift && best.Error < BetterShare * error && best.Error < error - BetterBy && best.Error < MaxError
            ? new ShiftedFit(new FrameAlignment(best.Offset), error, best.Error)
            : null;

        (int Compared, double Error) Error(int offset)
        {
            double sum = 0;
            int frames = 0;
            foreach ((int frame, int total) in predicted)
            {
                if (!annotated.TryGetValue(frame + offset, out int truth)) continue;
                sum += Math.Abs(total - truth) / (double)truth;
                frames++;
            }

            return (frames, frames == 0 ? double.PositiveInfinity : sum / frames);
        }
    }
}
