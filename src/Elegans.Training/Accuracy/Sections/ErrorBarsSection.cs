using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>How often the 90 % intervals hold the truth, movie by movie.</summary>
internal sealed class ErrorBarsSection : IReportSection
{
    private static readonly string[] StageNames = [.. Enumerable.Range(0, IntervalCalibration.StageEnds.Length + 1).Select(stage =>
        stage == 0 ? MarkdownPage.Text($"up to {IntervalCalibration.StageEnds[0]} cells")
        : stage == IntervalCalibration.StageEnds.Length ? MarkdownPage.Text($"more than {IntervalCalibration.StageEnds[^1]}")
        : MarkdownPage.Text($"{IntervalCalibration.StageEnds[stage - 1] + 1}–{IntervalCalibration.StageEnds[stage]}"))];

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        if (measured.Card.Intervals is not { } intervals) return;
        page.Line("## Error bars");
        page.Line(
            $"""
            How often the 90 % interval of the total, and those of the seven lineages on average, hold the traced count. {Source(intervals)}
            The promise is one by embryo: nine frames in ten of a new one, rendered alike, on average over embryos. A lineage is not asked where tracing
            lost its cells.
            """);
        WriteMovies(page, measured);
        foreach (bool clock in new[] { false, true })
        {
            WriteSpread(page, measured, clock);
            WriteStages(page, [.. measured.Test.Select(movie => CoveredFrames.Of(movie, measured.Predict(movie, clock)))], clock);
        }
    }

    private static string Source(IntervalCalibration intervals) =>
        "Widths come from rendered movies of " + (intervals.Source ?? "the validation embryos") + "."
        + (intervals.HasTooFew ? MarkdownPage.Text(
            $" Where fewer than {IntervalCalibration.MinEmbryos} embryos reach a stage, the widest that any frame of theirs needs is taken, and "
            + $"nothing is promised.") : "")
        + (intervals.Widening > 1 ? MarkdownPage.Text(
            $" They were then widened {intervals.Widening:F2} times: {intervals.WidenedFor}. Coverage in these movies is "
            + $"therefore no independent figure.") : "");

    private static void WriteMovies(MarkdownPage page, Measurements measured)
    {
        page.Line("Frames of the real movies, by their judges; the second column says what the judge had seen.");
        page.Table(
            ["movie", "its judge", "reading: total", "lineages", "with the clock: total", "lineages"],
            measured.Movies.Where(movie => movie.Card.Intervals is not null).Select(movie => (string[])
            [
                movie.Embryo, Measurements.SeenOf(movie),
                .. Predictions(movie).Select(prediction => CoveredFrames.Of(movie, prediction))
                    .SelectMany(frames => new[] { frames.Total(), frames.Lineages() })
                    .Select(coverage => coverage is { } share ? Percent(share) : ""),
            ]));

        // As wide as the model of the page makes them.
        IEnumerable<MoviePrediction> Predictions(JudgedMovie movie)
        {
            ModelCard card = IntervalWidening.WithFactor(movie.Card, measured.Card.Intervals!.Widening);
            return [MoviePrediction.FrameByFrame(movie.Readings, card), MoviePrediction.Of(movie.Readings, card)];
        }
    }

    private static void WriteSpread(MarkdownPage page, Measurements measured, bool clock)
    {
        page.Line($"{(clock ? "With the clock" : "Readings")}, rendered movies by the model that the page is about: coverage of each, and its spread "
            + "over movies.");
        var rows = new List<string[]>();
        Add("test embryos", measured.Test);
        Add("other laboratories", measured.Others);
        page.Table(["embryos", "of", "movies", "mean", "median", "least", "movies below 80 %"], rows);

        void Add(string what, IEnumerable<RenderedMovie> movies)
        {
            CoveredFrames[] frames = [.. movies.Select(movie => CoveredFrames.Of(movie, measured.Predict(movie, clock)))];
            foreach ((string of, CoverageSpread? spread) in new[]
            {
                ("total", CoverageSpread.Of(frames.Select(movie => movie.Total()))),
                ("lineages", CoverageSpread.Of(frames.Select(movie => movie.Lineages()))),
            })
            {
                if (spread is not null) rows.Add([what, of, $"{spread.Movies}", Percent(spread.Mean), Percent(spread.Median), Percent(spread.Min),
                    WholePercent(spread.ShareBelow)]);
            }
        }
    }

    private static void WriteStages(MarkdownPage page, CoveredFrames[] movies, bool clock)
    {
        page.Line($"The test embryos stage by stage, {(clock ? "with the clock" : "readings")}: mean coverage over movies, and in brackets the least.");
        page.Table(
            ["cells", "movies", "total", .. FounderLineages.All.Select(lineage => lineage.Letter())],
            Enumerable.Range(0, StageNames.Length).Select(stage => (string[])
            [
                StageNames[stage], $"{movies.Count(movie => movie.Total(stage) is not null)}", Text(movies.Select(movie => movie.Total(stage))),
                .. FounderLineages.All.Select(lineage => Text(movies.Select(movie => movie.Of(lineage, stage)))),
            ]));
    }

    private static string Text(IEnumerable<double?> byMovie) => CoverageSpread.Of(byMovie) is { } spread
        ? $"{WholePercent(spread.Mean)} ({WholePercent(spread.Min)})" : "";
}
