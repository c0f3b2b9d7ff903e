using System.Collections.Immutable;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Training.Frames;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>The real movies: errors, what their judges had seen, and figures.</summary>
/// <param name="images">The folder for figures.</param>
internal sealed class RealMoviesSection(string images) : IReportSection
{
    private static readonly Lineage[] OftenExact = [Lineage.P, Lineage.Z, Lineage.E, Lineage.D];

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## Real movies");
        page.Table(
            ["movie", "how", "frames", "total off by", "in cells", "lineages", "within 10 %", .. OftenExact.Select(lineage => $"exact {lineage.Letter()}"),
                "age off by"],
            measured.Movies.SelectMany(movie => Ways(movie).Select(way =>
            {
                CountErrors errors = movie.ErrorsOf(way.Prediction);
                return (string[])[
                    movie.Embryo, way.Name, $"{errors.Frames}", Percent(errors.TotalShareError), Count(errors.TotalError), Count(errors.SummedLineageError),
                    WholePercent(errors.ShareWithinTenPercent), .. OftenExact.Select(lineage => WholePercent(errors.ExactShares[(int)lineage])),
                    way.Prediction.UsesClock ? MarkdownPage.Text($"{movie.TimeError():F1} min") : ""];
            })));
        page.Line("What the judge of each movie had seen of its recording:");
        foreach (JudgedMovie movie in measured.Movies) page.Item($"{movie.Embryo}: {movie.Training}");
        page.Line("The age is compared with the one that the same clock finds from the traced counts. Mean absolute error of each lineage, in cells:");
        page.Table(
            ["movie", "how", .. FounderLineages.All.Select(lineage => lineage.Letter())],
            measured.Movies.SelectMany(movie => Ways(movie).Select(way => (string[])
                [movie.Embryo, way.Name, .. movie.ErrorsOf(way.Prediction).LineageErrors.Select(error => MarkdownPage.Text($"{error:F2}"))])));
        foreach (JudgedMovie movie in measured.Movies)
        {
            SayLostCells(page, movie);
            Draw(page, movie);
        }
    }

    private void Draw(MarkdownPage page, JudgedMovie movie)
    {
        string file = $"accuracy-{movie.Embryo}.png";
        new LineageFigure
        {
            Predicted = [.. movie.WithClock],
            Annotated = movie.Truth,
            AnnotatedName = "traced",
            Title = movie.Embryo,
            Subtitle = "predicted with the clock (dashed, 90 % band of the total) over traced"
        }.Save(Path.Combine(images, file));
        page.Line($"![Predicted and traced counts of {movie.Embryo}](images/{file})");
    }

    private static void SayLostCells(MarkdownPage page, JudgedMovie movie)
    {
        ImmutableArray<(FrameIndex Frame, LineageCounts Lost)> lost = LostCells(movie);
        if (lost.IsEmpty) return;
        page.Line($"The tracing of {movie.Embryo} lost cells from frame {lost[0].Frame} on ({lost.Length} of {movie.Truth.Count} frames; "
            + $"{string.Join(", ", FounderLineages.All.Where(lineage => lost[0].Lost[lineage] > 0))} first). They are judged as traced all the same: leaving "
            + $"out the lineages that lost cells, the clock is off by {Count(KnownError(movie))} cells in the lineages.");
    }

    private static ImmutableArray<(FrameIndex Frame, LineageCounts Lost)> LostCells(JudgedMovie movie) =>
        [.. movie.Truth.Keys.Select(frame => (frame, Truth: movie.TruthAt(frame)))
            .Where(frame => FounderLineages.All.Any(lineage => !frame.Truth.IsKnown(lineage))).Select(frame => (frame.frame, frame.Truth.Missing))];

    private static double KnownError(JudgedMovie movie) => movie.Join(movie.WithClock).Average(frame =>
    {
        FrameTruth truth = movie.TruthAt(frame.Prediction.Frame);
        return FounderLineages.All.Where(truth.IsKnown).Sum(lineage => Math.Abs((frame.Prediction[lineage] ?? 0) - frame.Truth[lineage]));
    });
}
