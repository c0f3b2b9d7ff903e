using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Annotation.Alignment;

/// <summary>
/// Proves or refutes that a track belongs to a movie: the nuclei of every time point are rendered and correlated with
/// frames of the movie; the offset at which they correlate best is found, and how many frames agree with it.
/// </summary>
public static class TrackAligner
{
    private const int PictureWidth = 160;
    private const int MostFrames = 120;

    /// <summary>The offset must let at least this share of the sampled frames or of the time points be compared.</summary>
    private const double LeastOverlap = 0.3;

    /// <summary>Aligns a track and a movie.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="track">The track; its coordinates are pixels of that movie.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="ArgumentException">The movie has no frame with contrast.</exception>
    public static AlignmentVerdict Align(MovieReader movie, NucleiTrack track, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(track);
        (List<(FrameIndex Index, float[] Picture)> frames, Size size, double scale) = Sample(movie, cancellation);
        var times = track.TimePoints.Where(time => track.NucleiAt(time).Count > 1)
            .Select(time => (Time: time, Picture: NucleiTemplate.OfNuclei(track.NucleiAt(time), size, scale)))
            .Where(time => time.Picture is not null).ToDictionary(time => time.Time.Value, time => time.Picture!);
        var correlations = frames.AsParallel().AsOrdered().WithCancellation(cancellation).Select(frame => (
            Frame: frame.Index.Value,
            ByTime: times.ToDictionary(time => time.Key, time => NucleiTemplate.Correlation(frame.Picture, time.Value)))).ToList();
        return Judge(correlations, [.. times.Keys]);
    }

    private static (List<(FrameIndex Index, float[] Picture)> Frames, Size Size, double Scale) Sample(MovieReader movie, CancellationToken cancellation)
    {
        var frames = new List<(FrameIndex Index, float[] Picture)>();
        int stride = 1;
        Size size = default;
        double scale = 1;
        foreach (MovieFrame frame in movie.Frames())
        {
            using (frame)
            {
                cancellation.ThrowIfCancellationRequested();
                if (frame.Index.Value == 0)
                {
                    scale = PictureWidth / (double)frame.Image.Width;
                    size = new Size(PictureWidth, Math.Max(1, (int)Math.Round(frame.Image.Height * scale)));
                }

                if (frame.Index.Value % stride != 0 || NucleiTemplate.OfFrame(frame.Image, size) is not { } picture) continue;
                frames.Add((frame.Index, picture));
            }

            if (frames.Count <= MostFrames) continue;
            // However long the movie, the sample stays small: keep every other frame from here on.
            stride *= 2;
            frames.RemoveAll(kept => kept.Index.Value % stride != 0);
        }

        return frames.Count > 0 ? (frames, size, scale) : throw new ArgumentException("The movie has no frame with contrast.", nameof(movie));
    }

    private static AlignmentVerdict Judge(List<(int Frame, Dictionary<int, double> ByTime)> correlations, int[] times)
    {
        int least = Math.Max(2, (int)(LeastOverlap * Math.Min(correlations.Count, times.Length * correlations.Count / (correlations[^1].Frame + 1.0))));
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
            Frames = compared.Count,
            Agreement = Share(compared.Count(c => Math.Abs(c.Off) <= 1)),
            ExactAgreement = Share(compared.Count(c => c.Off == 0)),
            MedianCorrelation = sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2,
        };

        double Share(int frames) => compared.Count == 0 ? 0 : frames / (double)compared.Count;
    }
}
