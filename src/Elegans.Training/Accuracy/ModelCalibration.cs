using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Accuracy;

/// <summary>
/// Measures how far a model is off on rendered movies of embryos it was not trained on: interval widths, coverage, and the greatest misfit of a
/// normal embryo.
/// </summary>
public sealed class ModelCalibration
{
    private const double Coverage = 0.9;

    /// <summary>
    /// How much farther from the course than every normal embryo seen an embryo must be to count as abnormal. Real movies, turned
    /// or darkened, lie up to 2.6 times as far as rendered ones (docs/clock.md), and a false alarm costs them the clock.
    /// </summary>
    private const double MisfitAllowance = 3;
    private readonly ModelCard card;
    private readonly List<RenderedMovie> movies = [];

    /// <summary>Renders embryos as movies, each through a microscope of its own, and reads them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tracks">The embryos.</param>
    /// <param name="recipe">The recipe whose ranges microscopes and views are drawn from.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="report">Told of each embryo.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public ModelCalibration(
        LineagePopulationModel model, IEnumerable<NucleiTrack> tracks, TrainingRecipe recipe, int seed, Action<string> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(report);
        card = model.Card;
        foreach (NucleiTrack track in tracks)
        {
            movies.Add(new RenderedMovie(model, new TracedEmbryo(track), recipe, new Random(seed++), cancellation));
            report(track.Name);
        }
    }

    /// <summary>The card with interval widths and the limit of misfit found here.</summary>
    /// <exception cref="InvalidOperationException">The model recognises no frame at all.</exception>
    public ModelCard Calibrated()
    {
        ModelCard calibrated = card with
        {
            Intervals = new IntervalCalibration { Doublings = Widths(ReadingCases, 0.01, 1.5), Minutes = Widths(ClockCases, 0.5, 40) },
        };
        double[] misfits = [.. movies.Select(movie => movie.Misfit(card)).OfType<double>()];
        if (misfits.Length == 0) throw new InvalidOperationException(
            "The model recognises labelled nuclei in no frame of the validation embryos, so that there is nothing to calibrate by; train it longer.");
        return calibrated with { MaxMisfit = Math.Round(misfits.Max() * MisfitAllowance, 3) };
    }

    /// <summary>What a calibrated card comes to on these movies.</summary>
    /// <param name="calibrated">The card.</param>
    public (MovieErrors FrameByFrame, MovieErrors WithClock, ImmutableArray<(string Embryo, double Misfit)> Misfits) Measure(ModelCard calibrated) => (
        MovieErrors.Of(movies.Select(movie => movie.Compare(MoviePrediction.FrameByFrame(movie.Readings, calibrated)))),
        MovieErrors.Of(movies.Select(movie => movie.Compare(MoviePrediction.Of(movie.Readings, calibrated with { MaxMisfit = null })))),
        [.. movies.Select(movie => (movie.Name, movie.Misfit(calibrated) ?? 0))]);

    private static ImmutableArray<ImmutableArray<double?>> Widths(Func<int, int, IEnumerable<Func<double, bool>>> cases, double step, double most) =>
        [.. Enumerable.Range(0, IntervalCalibration.StageEnds.Length + 1).Select(
            stage => Enumerable.Range(0, FounderLineages.Count + 1).Select(column => MinWidth([.. cases(stage, column)], step, most)).ToImmutableArray())];

    /// <summary>The least width at which nine cases in ten are covered; null where there is no case, of which nothing can be said.</summary>
    internal static double? MinWidth(Func<double, bool>[] cases, double step, double most)
    {
        if (cases.Length == 0) return null;
        for (double width = 0; width < most; width += step)
            if (cases.Count(isCovered => isCovered(width)) >= Coverage * cases.Length) return Math.Round(width, 3);
        return most;
    }

    private IEnumerable<Func<double, bool>> ReadingCases(int stage, int column)
    {
        foreach (RenderedMovie movie in movies)
        {
            foreach ((FrameReading reading, FrameTruth truth) in movie.Frames)
            {
                if (!reading.ShowsNuclei || Truth(truth, column) is not { } count) continue;
                double total = reading.Cells.Sum(), read = column < FounderLineages.Count ? reading.Cells[column] : total;
                if (IntervalCalibration.StageOf(total) == stage) yield return width => IntervalCalibration.AroundReading(read, width).Contains(count);
            }
        }
    }

    private IEnumerable<Func<double, bool>> ClockCases(int stage, int column)
    {
        foreach (RenderedMovie movie in movies)
        {
            MoviePrediction predictions = MoviePrediction.Of(movie.Readings, card with { MaxMisfit = null });
            foreach ((FrameReading reading, FrameTruth truth) in movie.Frames)
            {
                FramePrediction prediction = predictions[reading.Frame.Value];
                if (prediction.Clock is not { } clock || prediction.Status == FrameStatus.BeyondRange || Truth(truth, column) is not { } count) continue;
                if (IntervalCalibration.StageOf(ReferenceCourse.BuiltIn.Total(clock.Time)) == stage)
                    yield return width => IntervalCalibration.AroundAge(
                        ReferenceCourse.BuiltIn, column < FounderLineages.Count ? (Lineage)column : null, clock, width).Contains(count);
            }
        }
    }

    private static int? Truth(FrameTruth truth, int column) => truth.Counts is not { } counts ? null
        : column == FounderLineages.Count ? counts.Total
        : truth.IsKnown((Lineage)column) ? counts[(Lineage)column] : null;
}
