using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>How far each embryo lies from normal development, and whether that raises the alarm.</summary>
internal sealed class NormalitySection : IReportSection
{
    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        ModelCard card = measured.Card;
        page.Line("## Normal or not");
        page.Line(MarkdownPage.Text(
            $"How far a movie's readings lie from the reference course (a quarter of its frames lie farther), in units of the error taken for granted. Beyond "
            + $"{card.MaxMisfit:F2} the clock is not used and `elegans predict` says so. Real movies are read by their judges, all else by the model that the "
            + $"page is about."));
        var rows = new List<string[]>();
        foreach (JudgedMovie movie in measured.Movies) Add(movie.Embryo, "real", movie.WithClock.Misfit, movie.Card.MaxMisfit);
        var misfits = measured.Test.Select(movie => (movie.Name, Misfit: movie.Misfit(card))).OrderByDescending(movie => movie.Misfit).ToArray();
        if (misfits.Length > 0) Add(
            $"{misfits[0].Name}, the farthest of {misfits.Length} movies of test embryos", "rendered", misfits[0].Misfit, card.MaxMisfit);
        RenderedMovie[][] others = [.. measured.Others.GroupBy(movie => movie.Name, StringComparer.Ordinal).Select(embryo => embryo.ToArray())];
        foreach (RenderedMovie[] embryo in others)
            Add(embryo[0].Name, $"rendered, another laboratory, the farthest of {embryo.Length}", embryo.Max(movie => movie.Misfit(card)), card.MaxMisfit);
        foreach (RenderedMovie[] embryo in others)
            Add(embryo[0].Name, "its traced counts in place of readings", TracedMisfit(embryo[0], card), card.MaxMisfit);
        page.Table(["embryo", "seen how", "misfit", "alarm"], rows);

        void Add(string embryo, string how, double? misfit, double? most) =>
            rows.Add([embryo, how, MarkdownPage.Text($"{misfit:F2}"), misfit > most ? "yes" : "no"]);
    }

    private static double? TracedMisfit(RenderedMovie movie, ModelCard card)
    {
        var traced = new DevelopmentalClock(ReferenceCourse.BuiltIn, card.Clock ?? new());
        float[]?[] truth = new float[]?[movie.Readings.Count];
        foreach ((FrameReading reading, FrameTruth known) in movie.Frames) truth[reading.Frame.Value] =
            [.. FounderLineages.All.Select(lineage => (float)known.Counts!.Value[lineage])];
        return traced.Misfit(truth, traced.Decode(truth));
    }
}
