using Elegans.Predictions;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>The real movies, changed in light and place before they are read.</summary>
internal sealed class PerturbationsSection : IReportSection
{
    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## The same movies, changed");
        page.Line("Error of the total, reading and with the clock, when every frame is changed before it is read, by the judges of the real movies; in "
            + "brackets, as a multiple of the unchanged movie's.");
        page.Table(
            ["change", .. measured.Movies.SelectMany(movie => (string[])[$"{movie.Embryo}: reading", "with the clock"])],
            Perturbation.All.Select(change => (string[])[change.Name, .. measured.Changed(change).Zip(measured.Movies).SelectMany(pair => (string[])
                [Ratio(pair, movie => movie.FrameByFrame), Ratio(pair, movie => movie.WithClock)])]));
    }

    private static string Ratio((JudgedMovie Changed, JudgedMovie Before) pair, Func<JudgedMovie, MoviePrediction> way)
    {
        double error = pair.Changed.ErrorsOf(way(pair.Changed)).TotalShareError;
        return MarkdownPage.Text($"{error:P1} ({error / pair.Before.ErrorsOf(way(pair.Before)).TotalShareError:F2})");
    }
}
