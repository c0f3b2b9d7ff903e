using Elegans.Lineages;
using Elegans.Training.Accuracy.Baselines;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>The model against predictors that need no network, or little of one.</summary>
/// <param name="recorded">Recorded predictions of other tools whose file names end in the embryo's.</param>
internal sealed class BaselinesSection(IReadOnlyList<string> recorded) : IReportSection
{
    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## Against what needs no model");
        page.Line(
            """
            On the same frames, and by the same rule. *Best constant*: chosen for the total and for each lineage separately. *Course from the first frame*: the
            reference course of normal development from the age of the first annotated frame on, one minute a frame, as EPIC filmed.
            *Two counts by hand*: the first frame of 24 cells (or nearest to it) and the last annotated frame are counted, their ages looked up in the course,
            and a straight line is drawn between; *three*: the last frame of 24 cells is looked for, too, and the middle of them taken.
            *The clock, fed with*: the model's own clock, with A's reading alone, with the true total, with all true counts, which is the
            least error that the clock can have. *Course at the true total*: the lineages of a normal embryo of that total.
            *This model*, and its clock, are those of the judge of each movie, which had seen what is said above. The predecessor's
            (py_elegans) predictions were recorded; its published training table holds 20071217_ceh-432x3.
            """);
        (JudgedMovie Movie, BaselineErrors[] Errors)[] rows = [.. measured.Movies.Select(movie => (movie, Of(movie).ToArray()))];
        page.Table(
            ["movie", "predicted by", "told", "total off by", "lineages"],
            rows.SelectMany(row => row.Errors.Select(errors => (string[])[row.Movie.Embryo, errors.Predictor, errors.Knows, Percent(errors.TotalShareError),
                Count(errors.SummedLineageError)])));
        page.Line(Claim([.. rows.Select(row => (row.Movie.ErrorsOf(row.Movie.WithClock).SummedLineageError,
            CoursePredictions.AtTrueTotal(row.Movie.Truth).SummedLineageError))]));
    }

    /// <summary>What may be said of the seven lineages.</summary>
    /// <param name="movies">Errors in the lineages: the model's with the clock, and those of the course at the true total.</param>
    internal static string Claim(IReadOnlyCollection<(double Model, double CourseAtTotal)> movies)
    {
        int better = movies.Count(movie => movie.Model < movie.CourseAtTotal);
        string compared = MarkdownPage.Text(
            $"In the lineages the model with the clock is off by {movies.Average(movie => movie.Model):F1} cells on average, the "
            + $"course at the true total by {movies.Average(movie => movie.CourseAtTotal):F1}; the model is nearer on {better} of {movies.Count} movies. ");
        return compared + (movies.Count > 0 && better == movies.Count
            ? "It tells of the lineages more than the total does."
            : "**Its lineages are therefore the counts of a normal embryo of that age, and no measurement of each lineage.**");
    }

    private IEnumerable<BaselineErrors> Of(JudgedMovie movie)
    {
        var clock = new FedClock(movie.Card);
        LineageCounts[] truth = [.. movie.Truth.Values.Where(counts => counts.Total > 0)];
        yield return BestConstant.Errors(truth);
        yield return CoursePredictions.FromFirstFrame(movie.Truth);
        foreach (string table in recorded.Where(table => Path.GetFileNameWithoutExtension(table).EndsWith(movie.Embryo, StringComparison.Ordinal)))
            yield return BaselineErrors.Of("predecessor, recorded", "the movie", ModelMeasurement.OnTable(table, movie.Movie.Track));
        yield return CoursePredictions.TwoCountsByHand(movie.Truth);
        yield return CoursePredictions.ThreeCountsByHand(movie.Truth);
        yield return clock.WithFirstLineage(movie.Readings, movie.Truth);
        yield return BaselineErrors.Of("this model, reading", "the movie", movie.ErrorsOf(movie.FrameByFrame));
        yield return BaselineErrors.Of("this model, with the clock", "the movie", movie.ErrorsOf(movie.WithClock));
        yield return clock.WithTotals(movie.Readings.Count, movie.Truth);
        yield return CoursePredictions.AtTrueTotal(movie.Truth);
        yield return clock.WithTruth(movie.Readings.Count, movie.Truth);
    }
}
