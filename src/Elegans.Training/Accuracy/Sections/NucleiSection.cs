using System.Collections.Immutable;
using Elegans.Annotation;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>The nuclei that were found in real movies, against the traced ones; and what counting them alone comes to.</summary>
internal sealed class NucleiSection : IReportSection
{
    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        (JudgedMovie Movie, ImmutableArray<NucleusStage> Stages)[] movies =
            [.. measured.Movies.Select(movie => (movie, NucleusComparison.Of(movie.Readings, movie.Movie.Track, movie.Movie.Alignment)))];
        if (movies.All(movie => movie.Stages.IsEmpty)) return;
        page.Line("## Nuclei");
        page.Line(
            """
            What `elegans nuclei` finds in the real movies, by the same judges. A found nucleus is right where a traced one lies within half its
            diameter, each traced one once. Polar bodies are in no track: one that is taken for a nucleus counts as wrong. *Counted* is the sum
            of the density of nuclei over the frame. It is read from the surroundings of a few nuclei, knows nothing of the embryo's age and
            uses no course of development. *Too many* is the mean of counted / traced − 1.
            """);
        page.Table(
            ["movie", "cells", "frames", "F1", "precision", "recall", "counted off by", "too many"],
            movies.SelectMany(movie => movie.Stages.Select(stage => (string[])
            [
                movie.Movie.Embryo, stage.MaxCells == int.MaxValue ? $"over {stage.MinCells - 1}" : $"{stage.MinCells}–{stage.MaxCells}", $"{stage.Frames}",
                Share(stage.Match.F1), Share(stage.Match.Precision), Share(stage.Match.Recall), Percent(stage.CountedShareError),
                MarkdownPage.Text($"{stage.CountedBias:+0.0 %;−0.0 %}"),
            ])));
        page.Line("Over all its frames, the counted total of " + string.Join(", of ", movies.Where(movie => !movie.Stages.IsEmpty).Select(
            movie => MarkdownPage.Text($"{movie.Movie.Embryo} is off by {ErrorOf(movie.Stages):P1}"))) + ".");
    }

    private static double ErrorOf(ImmutableArray<NucleusStage> stages) =>
        stages.Sum(stage => stage.Frames * stage.CountedShareError) / stages.Sum(stage => stage.Frames);

    private static string Share(double share) => MarkdownPage.Text($"{share:F2}");
}
