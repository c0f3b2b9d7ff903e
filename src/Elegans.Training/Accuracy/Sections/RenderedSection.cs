using Elegans.Training.Frames;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>Rendered movies of embryos that the model was not trained on.</summary>
internal sealed class RenderedSection : IReportSection
{
    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## Rendered movies of embryos it was not trained on");
        page.Line(MarkdownPage.Text(
            $"Each embryo is rendered as {Measurements.Renderings} movies, each through a microscope drawn from the recipe's ranges, and "
            + $"read by the model that the page is about. ") + "They test lineage and stage, not the likeness of rendering to film.");
        page.Item($"test embryos of EPIC: {measured.Models.TrainingOf(measured.TestTracks.Select(track => track.Name))}");
        if (!measured.Others.IsEmpty)
            page.Item($"embryos of other laboratories: {measured.Models.TrainingOf(measured.Others.Select(movie => movie.Name).Distinct())}");
        var rows = new List<string[]> { Row("test embryos of EPIC", [.. measured.Test], measured) };
        if (!measured.Others.IsEmpty) rows.Add(Row("embryos of other laboratories", [.. measured.Others], measured));
        page.Table(["embryos", "movies", "frames", "reading off by", "lineages", "with the clock", "lineages"], rows);
    }

    private static string[] Row(string what, RenderedMovie[] movies, Measurements measured)
    {
        MovieErrors reading = ErrorsOf(clock: false), clocked = ErrorsOf(clock: true);
        return [what, $"{movies.Length}", $"{reading.Errors.Frames}", Percent(reading.Errors.TotalShareError), Count(reading.Errors.SummedLineageError),
            Percent(clocked.Errors.TotalShareError), Count(clocked.Errors.SummedLineageError)];

        MovieErrors ErrorsOf(bool clock) => MovieErrors.Of([.. movies.Select(movie => (movie, measured.Predict(movie, clock)))]);
    }
}
