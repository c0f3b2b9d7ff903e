using Elegans.Lineages;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>The real movies together, by how many cells there are.</summary>
internal sealed class StagesSection : IReportSection
{
    private static readonly (string Name, int Min, int Max)[] Stages = [("2–30", 1, 30), ("31–100", 31, 100), ("101–200", 101, 200), ("201–350", 201, 350)];

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## By stage");
        page.Line("The real movies together, by the same judges. *Too many* is the mean of predicted / traced − 1.");
        page.Table(
            ["cells", "frames", "reading off by", "too many", "lineages", "with the clock", "too many", "lineages"],
            Stages.Where(stage => measured.Movies.Any(movie => movie.Truth.Values.Any(truth => Within(stage, truth)))).Select(stage =>
            {
                var readings = measured.Movies.SelectMany(movie => Pairs(movie, movie.FrameByFrame)).Where(frame => Within(stage, frame.Truth)).ToArray();
                var clocked = measured.Movies.SelectMany(movie => Pairs(movie, movie.WithClock)).Where(frame => Within(stage, frame.Truth)).ToArray();
                return (string[])[stage.Name, $"{readings.Length}", .. Three(readings), .. Three(clocked)];
            }));
    }

    private static bool Within((string Name, int Min, int Max) stage, LineageCounts truth) => truth.Total >= stage.Min && truth.Total <= stage.Max;

    private static string[] Three((LineageCounts Predicted, LineageCounts Truth)[] frames)
    {
        CountErrors errors = CountErrors.Of(frames);
        return [Percent(errors.TotalShareError), MarkdownPage.Text(
            $"{frames.Average(frame => (frame.Predicted.Total / (double)frame.Truth.Total) - 1):+0.0 %;−0.0 %}"), Count(errors.SummedLineageError)];
    }
}
