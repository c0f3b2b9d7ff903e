using System.CommandLine;
using Elegans.Annotation;
using Elegans.Packages;
using Elegans.Simulation.Reference;
using Elegans.Training;
using TorchSharp;

namespace Elegans.Trainer;

/// <summary><c>elegans-train train</c>: trains on rendered embryos.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        var nuclei = new Option<DirectoryInfo?>("--nuclei") { Description = "Folder of nuclei tracks (CD*.csv or .csv.gz) to render embryos from. Default: embryos drawn from the built-in reference embryo." };
        var embryos = new Option<int>("--embryos") { Description = "How many embryos to draw where there is no folder of tracks.", DefaultValueFactory = _ => 100 };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for checkpoints.", Required = true };
        var recipe = new Option<FileInfo?>("--recipe") { Description = "JSON file with a training recipe; what it leaves out keeps its default." };
        var epochs = new Option<int?>("--epochs") { Description = "Number of epochs, instead of the recipe's." };
        var seed = new Option<int?>("--seed") { Description = "Seed of the split, the weights and every frame, instead of the recipe's." };
        var threads = new Option<int>("--threads") { Description = "Threads for the network.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var from = new Option<DirectoryInfo?>("--from") { Description = "Model package whose weights to start from, instead of random ones." };
        var movies = new Option<DirectoryInfo?>("--movies") { Description = "Folder of real movies named after their tracks, for a recipe that names RealMovies to train on." };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the output folder from its last checkpoint." };
        var command = new Command(
            "train",
            """
            Train on rendered embryos: every batch new frames, validation on embryos that are not trained on, the learning
            rate lowered on plateaus of the validation loss, a checkpoint after every epoch.

            Examples:
              elegans-train train --out runs/first --epochs 5
              elegans-train train --nuclei nuclei --recipe recipes/lineage-population.json --out runs/lineage-population
              elegans-train train --out runs/first --resume
            """) { nuclei, embryos, movies, output, recipe, epochs, seed, from, threads, resume };
        command.SetAction((parsed, cancellation) =>
        {
            TrainingRecipe followed = RecipeJson.Read(parsed.GetValue(recipe));
            followed = followed with { Epochs = parsed.GetValue(epochs) ?? followed.Epochs, Seed = parsed.GetValue(seed) ?? followed.Seed };
            torch.set_num_threads(parsed.GetRequiredValue(threads));
            Dictionary<string, NucleiTrack> tracks = parsed.GetValue(nuclei) is { } tracked ? NucleiFolder.Read(tracked.FullName) : DrawEmbryos(parsed.GetRequiredValue(embryos));
            ModelPackage? start = parsed.GetValue(from) is { } package ? ModelPackage.Read(package.FullName) : null;
            using ModelTrainer trainer = ModelTrainer.Open(parsed.GetRequiredValue(output).FullName, new TrainingData(tracks, parsed.GetValue(movies)?.FullName), followed, parsed.GetValue(resume), start);
            Train(parsed.InvocationConfiguration, trainer, parsed.GetRequiredValue(output), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Dictionary<string, NucleiTrack> DrawEmbryos(int embryos) => Enumerable.Range(1, embryos)
        .Select(number => ReferenceEmbryo.BuiltIn.Draw(new Random(number), new DrawingOptions { Name = $"reference-{number}" }))
        .ToDictionary(track => track.Name, StringComparer.Ordinal);

    private static void Train(InvocationConfiguration console, ModelTrainer trainer, DirectoryInfo output, CancellationToken cancellation)
    {
        EmbryoSplit split = trainer.State.Split;
        console.Error.WriteLine($"{split.Training.Length} embryos to train on, {split.Validation.Length} to validate, {split.Test.Length} kept for the test, {split.Excluded.Length} excluded; seed {trainer.State.Recipe.Seed}");
        trainer.Run(progress => Report(console.Error, progress), cancellation);
        console.Output.WriteLine(ModelTrainer.BestCheckpoint(output.FullName));
    }

    private static void Report(TextWriter error, TrainingProgress progress)
    {
        if (!Console.IsErrorRedirected) error.Write($"\r{progress}\u001b[K{(progress.Finished is null ? "" : "\n")}");
        else if (progress.Finished is not null || progress.Batch % 50 == 0) error.WriteLine(progress);
    }
}
