using System.CommandLine;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Training;
using TorchSharp;

namespace Elegans.Trainer;

/// <summary><c>elegans-train train</c>: trains on rendered embryos.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        var nuclei = new Option<DirectoryInfo>("--nuclei") { Description = "Folder of nuclei tracks (CD*.csv or .csv.gz) to render embryos from.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for checkpoints.", Required = true };
        var recipe = new Option<FileInfo?>("--recipe") { Description = "JSON file with a training recipe; what it leaves out keeps its default." };
        var epochs = new Option<int?>("--epochs") { Description = "Number of epochs, instead of the recipe's." };
        var seed = new Option<int?>("--seed") { Description = "Seed of the split, the weights and every frame, instead of the recipe's." };
        var threads = new Option<int>("--threads") { Description = "Threads for the network.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the output folder from its last checkpoint." };
        var command = new Command("train", "Train on embryos rendered from nuclei tracks.") { nuclei, output, recipe, epochs, seed, threads, resume };
        command.SetAction((parsed, cancellation) =>
        {
            TrainingRecipe followed = ReadRecipe(parsed.GetValue(recipe));
            followed = followed with { Epochs = parsed.GetValue(epochs) ?? followed.Epochs, Seed = parsed.GetValue(seed) ?? followed.Seed };
            torch.set_num_threads(parsed.GetRequiredValue(threads));
            Train(parsed.GetRequiredValue(nuclei), parsed.GetRequiredValue(output), followed, parsed.GetValue(resume), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Train(DirectoryInfo nuclei, DirectoryInfo output, TrainingRecipe recipe, bool resume, CancellationToken cancellation)
    {
        Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(nuclei.FullName);
        using ModelTrainer trainer = ModelTrainer.Open(output.FullName, tracks, recipe, resume);
        EmbryoSplit split = trainer.State.Split;
        Console.Error.WriteLine($"{split.Training.Length} embryos to train on, {split.Validation.Length} to validate, {split.Test.Length} kept for the test, {split.Excluded.Length} excluded; seed {recipe.Seed}");
        trainer.Run(Report, cancellation);
        Console.WriteLine(ModelTrainer.BestCheckpoint(output.FullName));
    }

    private static void Report(TrainingProgress progress)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r{progress}\u001b[K{(progress.Finished is null ? "" : "\n")}");
        else if (progress.Finished is not null || progress.Batch % 50 == 0) Console.Error.WriteLine(progress);
    }

    private static TrainingRecipe ReadRecipe(FileInfo? file)
    {
        if (file is null) return new TrainingRecipe();
        try
        {
            return JsonSerializer.Deserialize<TrainingRecipe>(File.ReadAllText(file.FullName), RecipeJson.Options) ?? new TrainingRecipe();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(file.FullName, $"is not a training recipe: {exception.Message}", exception);
        }
    }
}
