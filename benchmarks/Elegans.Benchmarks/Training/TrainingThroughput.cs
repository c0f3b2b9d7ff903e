using System.Collections.Immutable;
using System.Diagnostics;
using Elegans.Annotation;
using Elegans.Simulation.Reference;
using Elegans.Training.Augmentations;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Benchmarks.Training;

/// <summary>Frames a second that training reaches, on ready-made tensors and with frames made beside the network.</summary>
internal sealed record TrainingThroughput(string Name, double ReadyMade, double AsTrained, double Ratio)
{
    private const int BatchSize = 32;

    internal static IEnumerable<TrainingThroughput> MeasureAll(int steps, int rounds)
    {
        TrainingRecipe rendered = new() { BatchSize = BatchSize, BatchesPerEpoch = steps };
        ImmutableArray<Augmentation> augmentations =
            [new VerticalFlip(), new HorizontalFlip(), new RandomContrast { Limit = 0.9 }, new ElasticTransform(), new Affine()];
        yield return Measure("rendered anew, every frame", rendered, rounds);
        yield return Measure("stored frames, augmented as in the notebook", rendered with { StoredFrames = 500, Augmentations = augmentations }, rounds);
    }

    private static TrainingThroughput Measure(string name, TrainingRecipe recipe, int rounds)
    {
        Dictionary<string, NucleiTrack> tracks = Enumerable.Range(1, 12).Select(
            number => ReferenceEmbryo.BuiltIn.Draw(new Random(number), new DrawingOptions { Name = $"embryo{number}" })).ToDictionary(track => track.Name);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("elegans-benchmark-");
        try
        {
            using ModelTrainer trainer = new RunStart().Begin(
                folder.FullName, new TrainingData(tracks, cache: new(Path.Combine(folder.FullName, "cache"))), recipe);
            using BatchRenderer ahead = trainer.OpenRenderer();
            Batch ready = ahead.Render(1_000_000, recipe.BatchSize);
            _ = Rate(trainer, _ => ready, 3, recipe);
            var rates = new List<(double Ready, double Trained)>();
            for (int round = 0; round < rounds; round++)
            {
                double readyMade = Rate(trainer, _ => ready, recipe.BatchesPerEpoch, recipe);
                using BatchRenderer renderer = trainer.OpenRenderer();
                using var queue = new BatchQueue(renderer, (long)round * recipe.BatchesPerEpoch, recipe.BatchSize);
                // The queue fills while the first steps are not timed: what counts is the pace that lasts.
                for (int step = 0; step < BatchQueue.Capacity; step++) _ = trainer.Step(queue.Take(CancellationToken.None), 1e-5, step);
                rates.Add((readyMade, Rate(trainer, _ => queue.Take(CancellationToken.None), recipe.BatchesPerEpoch, recipe)));
            }

            return new TrainingThroughput(name, Median(rates.Select(rate => rate.Ready)), Median(rates.Select(rate => rate.Trained)),
                Median(rates.Select(rate => rate.Trained / rate.Ready)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Rate(ModelTrainer trainer, Func<int, Batch> next, int steps, TrainingRecipe recipe)
    {
        var clock = Stopwatch.StartNew();
        for (int step = 0; step < steps; step++) _ = trainer.Step(next(step), 1e-5, step);
        return steps * recipe.BatchSize / clock.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
