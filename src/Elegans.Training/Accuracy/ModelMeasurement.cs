using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Tables;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Accuracy;

/// <summary>Measures a model on frames it was not trained on.</summary>
public static class ModelMeasurement
{
    /// <summary>A stream of chance that neither training nor validation draws from.</summary>
    private const int TestStream = 2;

    /// <summary>Measures recorded predictions of another tool by the same rule.</summary>
    /// <param name="table">A table of counts.</param>
    /// <param name="track">The nuclei of the embryo it is of.</param>
    public static CountErrors OnTable(string table, NucleiTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return Comparison.Of(CountTableReader.Read(table), AnnotationOf(track), table).Errors;
    }

    /// <summary>Measures on rendered frames of embryos, each frame through a microscope of its own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="embryos">Embryos that were neither trained nor validated on.</param>
    /// <param name="recipe">The recipe whose ranges are drawn from.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public static CountErrors OnRendered(
        LineagePopulationModel model, IEnumerable<NucleiTrack> embryos, TrainingRecipe recipe, int frames, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        var sampler = new FrameSampler(embryos.Select(track => new TracedEmbryo(track)), recipe.BalancedShare);
        var source = new RenderedFrames(sampler, recipe.Microscopes, recipe.Views);
        var random = new Random(recipe.Seed + TestStream);
        return CountErrors.Of(Enumerable.Range(0, frames).Select(_ =>
        {
            cancellation.ThrowIfCancellationRequested();
            using TrainingFrame frame = source.Draw(random);
            return (model.Predict(frame.Image).Counts ?? default, frame.Truth.Counts!.Value);
        }));
    }

    private static ImmutableSortedDictionary<FrameIndex, LineageCounts> AnnotationOf(NucleiTrack track) =>
        track.Labels(FrameAlignment.Epic).ToImmutableSortedDictionary(label => label.Frame, label => label.Counts);
}
