using Elegans.Lineages;

namespace Elegans.Annotation.Alignment;

/// <summary>How well every time point of a track, seen in one way, matches frames of a movie.</summary>
internal static class ViewCorrelation
{
    /// <summary>The offset must let at least this share of the sampled frames or of the time points be compared.</summary>
    private const double MinOverlap = 0.3;

    /// <summary>Correlates every frame with every time point, and finds the offset at which they match best.</summary>
    /// <param name="upright">The frames, put upright.</param>
    /// <param name="track">The track.</param>
    /// <param name="view">How the movie shows it.</param>
    /// <param name="cancellation">Stops between frames.</param>
    internal static AlignmentVerdict Judge(SampledMovie upright, NucleiTrack track, MovieView view, CancellationToken cancellation)
    {
        var times = track.TimePoints.Where(time => track.NucleiAt(time).Count > 1)
            .Select(time => (Time: time, Picture: Template(upright, track, time, view)))
            .Where(time => time.Picture is not null).ToDictionary(time => time.Time.Value, time => time.Picture!);
        var correlations = upright.Frames.AsParallel().AsOrdered().WithCancellation(cancellation).Select(frame => (
            Frame: frame.Index.Value,
            ByTime: times.ToDictionary(time => time.Key, time => NucleiTemplate.Correlation(frame.Picture, time.Value)))).ToList();
        return times.Count == 0 ? AlignmentVerdict.Nothing(view) : Judge(correlations, [.. times.Keys], view);
    }

    /// <summary>The mean correlation of frames with the time points that an offset gives; below any correlation where there is none to compare.</summary>
    internal static double Mean(SampledMovie upright, NucleiTrack track, MovieView view, FrameAlignment alignment)
    {
        double sum = 0;
        int compared = 0;
        foreach ((FrameIndex index, float[] picture) in upright.Frames)
        {
            if (alignment.TimePointIn(index) is not { } time || !track.IsAnnotated(time) || Template(upright, track, time, view) is not { } template) continue;
            sum += NucleiTemplate.Correlation(picture, template);
            compared++;
        }

        return compared == 0 ? -1 : sum / compared;
    }

    private static float[]? Template(SampledMovie movie, NucleiTrack track, TimePoint time, MovieView view) =>
        NucleiTemplate.OfNuclei(track.NucleiAt(time), movie.Size, movie.Scale * view.Scale, movie.Scale * view.ShiftX, movie.Scale * view.ShiftY);

    private static AlignmentVerdict Judge(List<(int Frame, Dictionary<int, double> ByTime)> correlations, int[] times, MovieView view)
    {
        int least = Math.Max(2, (int)(MinOverlap * Math.Min(correlations.Count, times.Length * correlations.Count / (correlations[^1].Frame + 1.0))));
        int bestOffset = 1;
        double bestMean = double.NegativeInfinity;
        for (int offset = times.Min() - correlations[^1].Frame; offset <= times.Max() - correlations[0].Frame; offset++)
        {
            double[] at = [.. correlations.Where(c => c.ByTime.ContainsKey(c.Frame + offset)).Select(c => c.ByTime[c.Frame + offset])];
            if (at.Length < least || at.Average() <= bestMean) continue;
            (bestMean, bestOffset) = (at.Average(), offset);
        }

        var compared = correlations.Where(c => c.ByTime.ContainsKey(c.Frame + bestOffset))
            .Select(c => (Off: c.ByTime.MaxBy(time => time.Value).Key - c.Frame - bestOffset, Correlation: c.ByTime[c.Frame + bestOffset])).ToList();
        double[] sorted = [.. compared.Select(c => c.Correlation).Order()];
        return new AlignmentVerdict
        {
            Best = new FrameAlignment(bestOffset),
            View = view,
            Frames = compared.Count,
            Agreement = Share(compared.Count(c => Math.Abs(c.Off) <= 1)),
            ExactAgreement = Share(compared.Count(c => c.Off == 0)),
            MedianCorrelation = sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2,
        };

        double Share(int frames) => compared.Count == 0 ? 0 : frames / (double)compared.Count;
    }
}
