using System.Collections.Immutable;
using Elegans.Annotation;
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
    /// <summary>
    /// How much farther from the course than every normal embryo seen an embryo must be to count as abnormal. Real movies, turned
    /// or darkened, lie up to 2.6 times as far as rendered ones (docs/clock.md), and a false alarm costs them the clock.
    /// </summary>
    private const double MisfitAllowance = 3;
    private readonly LineagePopulationModel model;
    private readonly TrainingRecipe recipe;
    private readonly CancellationToken cancellation;
    private readonly List<NucleiTrack> embryos = [];
    private readonly List<RenderedMovie> movies = [];
    private readonly int seed;

    /// <summary>Renders embryos as movies, each movie through a microscope of its own, and reads them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tracks">The embryos.</param>
    /// <param name="recipe">The recipe whose ranges microscopes and views are drawn from.</param>
    /// <param name="renderings">How many movies of each embryo: a new movie differs more by its microscope than by its embryo.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="report">Told of each embryo.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public ModelCalibration(
        LineagePopulationModel model,
        IEnumerable<NucleiTrack> tracks,
        TrainingRecipe recipe,
        int renderings,
        int seed,
        Action<string> report,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(report);
        (this.model, this.recipe, this.cancellation) = (model, recipe, cancellation);
        foreach (NucleiTrack track in tracks)
        {
            var embryo = new TracedEmbryo(track);
            for (int rendering = 0; rendering < renderings; rendering++)
                movies.Add(new RenderedMovie(model, embryo, recipe, new Random(seed++), cancellation));
            embryos.Add(track);
            report(track.Name);
        }

        this.seed = seed;
    }

    private ModelCard Card => model.Card;

    /// <summary>
    /// The card with interval widths, the limit of misfit and from when on growth is abnormal. For the last, abnormal embryos are made of those that were
    /// rendered here, and rendered too.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model recognises no frame at all.</exception>
    public ModelCard Calibrated()
    {
        ModelCard calibrated = Card with
        {
            Intervals = new IntervalWidths(Card, movies).Measure(Source)
        };
        double[] misfits = [.. movies.Select(movie => movie.Misfit(Card)).OfType<double>()];
        if (misfits.Length == 0) throw new InvalidOperationException(
            "The model recognises labelled nuclei in no frame of the calibration embryos, so that there is nothing to calibrate by; train it longer.");
        return calibrated with
        {
            MaxMisfit = Math.Round(misfits.Max() * MisfitAllowance, 3),
            Growth = GrowthLimit.Measure(movies, AbnormalMovies.Of(model, embryos, recipe, seed, cancellation), Source),
        };
    }

    private string Source => MarkdownPage.Text($"{embryos.Count} calibration embryos, each rendered {movies.Count / Math.Max(1, embryos.Count)} times");

    /// <summary>What a calibrated card comes to on these movies.</summary>
    /// <param name="calibrated">The card.</param>
    public (MovieErrors FrameByFrame, MovieErrors WithClock, ImmutableArray<(string Embryo, double Misfit)> Misfits) Measure(ModelCard calibrated) =>
        (Errors(calibrated, clock: false), Errors(calibrated, clock: true), [.. movies.Select(movie => (movie.Name, movie.Misfit(calibrated) ?? 0))]);

    private MovieErrors Errors(ModelCard calibrated, bool clock) => MovieErrors.Of([.. movies.Select(movie => (movie, clock
        ? MoviePrediction.Of(movie.Readings, calibrated.WithoutAlarms) : MoviePrediction.FrameByFrame(movie.Readings, calibrated)))]);
}
