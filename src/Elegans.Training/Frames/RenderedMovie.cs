using Elegans.Annotation;
using Elegans.Development;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Simulation.Rendering;
using Elegans.Training.Recipe;

namespace Elegans.Training.Frames;

/// <summary>An embryo rendered as a movie, through one microscope from beginning to end, as a model read it.</summary>
internal sealed class RenderedMovie
{
    /// <summary>Renders and reads an embryo.</summary>
    /// <param name="model">What reads; it may be asked from several threads.</param>
    /// <param name="embryo">The embryo.</param>
    /// <param name="recipe">What its view and microscope are drawn from.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <param name="step">Which time points are filmed: every one, every second and so on.</param>
    /// <param name="microscope">What it is filmed through; drawn where it is not given.</param>
    internal RenderedMovie(
        LineagePopulationModel model, TracedEmbryo embryo, TrainingRecipe recipe, Random random, CancellationToken cancellation, int step = 1,
        Microscope? microscope = null)
    {
        Name = embryo.Track.Name;
        View view = embryo.Renderer.DrawView(recipe.Views, random);
        microscope ??= recipe.Microscopes.Draw(random);
        var frames = new List<(FrameReading, FrameTruth)>();
        var readings = new List<FrameReading>();
        // Where the track has a gap the movie has black frames: time goes on.
        var usable = embryo.UsableTimePoints().ToDictionary(time => time.Value);
        First = new TimePoint(usable.Keys.Min());
        for (int value = First.Value; value <= usable.Keys.Max(); value += step)
        {
            cancellation.ThrowIfCancellationRequested();
            var index = new FrameIndex(readings.Count);
            if (!usable.TryGetValue(value, out TimePoint time))
            {
                readings.Add(new FrameReading(index, FrameStatus.NoEmbryo, [.. new float[FounderLineages.Count]]));
                continue;
            }

            using NuclearImage frame = embryo.Renderer.Render(time, view, microscope, random);
            readings.Add(model.Read(frame) with { Frame = index });
            frames.Add((readings[^1], embryo.TruthAt(time)));
        }

        Frames = frames;
        Readings = readings;
    }

    internal string Name { get; }

    /// <summary>The time point that the first frame shows.</summary>
    internal TimePoint First { get; }

    /// <summary>The frames that can be judged, with their truth.</summary>
    internal IReadOnlyList<(FrameReading Reading, FrameTruth Truth)> Frames { get; }

    /// <summary>All frames, black ones included.</summary>
    internal IReadOnlyList<FrameReading> Readings { get; }

    internal double? Misfit(ModelCard card) => MoviePrediction.Of(Readings, card.WithoutAlarms).Misfit;

    /// <summary>The totals that were read.</summary>
    internal IReadOnlyList<double?> Totals => [.. Readings.Select(MoviePrediction.TotalOf)];

    /// <summary>How far they depart from those of a normal embryo; null where too few frames were read to say.</summary>
    internal double? Departure => SteadyGrowth.BuiltIn.Departure(Totals);

    /// <summary>The same of the true totals.</summary>
    internal double? TrueDeparture
    {
        get
        {
            double?[] totals = new double?[Readings.Count];
            foreach ((FrameReading reading, FrameTruth truth) in Frames) totals[reading.Frame.Value] = truth.Counts?.Total;
            return SteadyGrowth.BuiltIn.Departure(totals);
        }
    }

    internal IEnumerable<(FramePrediction Prediction, LineageCounts Truth)> Compare(MoviePrediction prediction) =>
        Frames.Select(frame => (prediction[frame.Reading.Frame.Value], frame.Truth.Counts!.Value));
}
