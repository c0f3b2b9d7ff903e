using Elegans.Annotation;
using Elegans.Predictions;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Accuracy;

/// <summary>Rendered movies of abnormal embryos, drawn from normal ones as in training (<see cref="AbnormalEmbryo"/>).</summary>
internal static class AbnormalMovies
{
    /// <summary>How many abnormal embryos are drawn from each: the lineage that departs, when and how differ.</summary>
    private const int DrawnOfEach = 5;

    /// <summary>Which time points are filmed: growth is smooth, and there are many movies.</summary>
    internal const int Step = 3;

    /// <summary>Draws and renders them.</summary>
    /// <param name="model">The model that reads.</param>
    /// <param name="embryos">Normal embryos.</param>
    /// <param name="recipe">The recipe whose ranges microscopes and views are drawn from.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <returns>For each normal embryo, the movies of those drawn from it.</returns>
    internal static IReadOnlyList<IReadOnlyList<RenderedMovie>> Of(
        LineagePopulationModel model, IEnumerable<NucleiTrack> embryos, TrainingRecipe recipe, int seed, CancellationToken cancellation) =>
        [.. embryos.Select(normal => Enumerable.Range(0, DrawnOfEach).Select(_ =>
        {
            var random = new Random(seed++);
            return AbnormalEmbryo.Draw(normal, random) is { } abnormal
                ? new RenderedMovie(model, new TracedEmbryo(abnormal), recipe, random, cancellation, Step) : null;
        }).OfType<RenderedMovie>().ToArray())];
}
