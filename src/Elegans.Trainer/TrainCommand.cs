using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Recipe;
using Elegans.Training.Run;
using TorchSharp;

namespace Elegans.Trainer;

/// <summary><c>elegans-train train</c>: trains on rendered embryos, real movies, or both.</summary>
internal static class TrainCommand
{
    /// <summary>More threads than any machine has processors.</summary>
    internal const int MaxThreads = 1024;

    internal static Command Create()
    {
        var data = new TrainingDataOptions();
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for checkpoints, history and figures.", Required = true };
        var recipe = new Option<FileInfo?>("--recipe") { Description = "JSON file with a training recipe; what it leaves out keeps its default." };
        var epochs = new Option<int?>("--epochs")
        {
            Description = "Number of epochs, instead of the recipe's.",
            CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        };
        var seed = new Option<int?>("--seed")
        {
            Description = "Seed of the split, the weights and every frame, instead of the recipe's.",
            CustomParser = WholeNumber.BetweenOrNone(int.MinValue, int.MaxValue),
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads for the network.",
            CustomParser = WholeNumber.Between(1, MaxThreads),
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var device = new Option<string>("--device")
        {
            Description = "What computes: cpu, or cuda where there is a GPU and a CUDA build of libtorch.",
            DefaultValueFactory = _ => "cpu",
        };
        _ = device.AcceptOnlyFromAmong("cpu", "cuda");
        var from = new Option<DirectoryInfo?>("--from")
        {
            Description = "Model package whose weights to start from, instead of random ones: the shipped model, to tune it to one's own movies.",
        };
        var split = new Option<FileInfo?>("--split") { Description = "The split.json of an earlier run: the same embryos on the same sides." };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the output folder from its last checkpoint." };
        var command = new Command(
            "train",
            """
            Train on rendered embryos, on real movies with their tracks, or on both: validation after every epoch on embryos
            that are not trained on, the learning rate lowered on plateaus of the validation loss, checkpoints as it goes. A
            run that was stopped or killed is continued with --resume and ends as if nothing had happened.

            The output folder holds best.checkpoint (the least validation loss; export it), last.checkpoint, split.json,
            history.csv with figures of it, and left-out.csv: every real movie and frame that was not used, with the reason.

            Examples:
              elegans-train train --out runs/first --epochs 5
              elegans-train train --nuclei nuclei --recipe recipes/lineage-population.json --out runs/lineage-population
              elegans-train train --nuclei my-tracks --movies my-movies --recipe recipes/own-movies.json \
                --from models/lineage-population-float16 --out runs/ours
              elegans-train train --out runs/first --resume
            """) { output, recipe, epochs, seed, from, split, device, threads, resume };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(output).FullName;
            bool resumes = parsed.GetValue(resume);
            TrainingRecipe followed = resumes ? Checkpoint.ReadState(ModelTrainer.LastCheckpoint(folder)).Recipe : RecipeJson.Read(parsed.GetValue(recipe));
            if (!resumes) followed = followed with { Epochs = parsed.GetValue(epochs) ?? followed.Epochs, Seed = parsed.GetValue(seed) ?? followed.Seed };
            torch.set_num_threads(parsed.GetRequiredValue(threads));
            torch.Device computes = DeviceOf(parsed.GetRequiredValue(device));
            (TrainingData read, DataCheck? check) = data.Read(parsed, followed.Input, cancellation);
            ModelPackage? start = parsed.GetValue(from) is { } package ? ModelPackage.Read(package.FullName) : null;
            EmbryoSplit? given = parsed.GetValue(split) is { } file ? SplitFile.Read(file.FullName) : null;
            using ModelTrainer trainer = ModelTrainer.Open(folder, read, followed, resumes, start, given, computes);
            SplitFile.Write(Path.Combine(folder, "split.json"), trainer.State.Split);
            if (check is not null) WriteLeftOut(Path.Combine(folder, "left-out.csv"), check);
            Train(parsed.InvocationConfiguration, trainer, folder, cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    internal static void Train(InvocationConfiguration console, ModelTrainer trainer, string folder, CancellationToken cancellation)
    {
        EmbryoSplit split = trainer.State.Split;
        console.Error.WriteLine(
            $"{split.Training.Length} embryos to train on, {split.Validation.Length} to validate, {split.Test.Length} kept for the test, "
            + $"{split.Excluded.Length} excluded; seed {trainer.State.Recipe.Seed}");
        trainer.Run(progress => Report(console.Error, progress), cancellation);
        if (trainer.State.Epoch < trainer.State.Recipe.Epochs) console.Error.WriteLine(
            $"ended early: {trainer.State.EpochsSinceBest} epochs brought no lower validation loss");
        console.Output.WriteLine(ModelTrainer.BestCheckpoint(folder));
    }

    private static torch.Device DeviceOf(string name) => name == "cpu" ? torch.CPU
        : torch.cuda_is_available() ? torch.CUDA
        : throw new InputException(
            "--device cuda",
            "needs a GPU with its driver and a CUDA build of libtorch (the package TorchSharp-cuda-linux or -windows); neither is found here.");

    private static void WriteLeftOut(string path, DataCheck check) => OutputFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        check.WriteCsv(writer);
    });

    internal static void Report(TextWriter error, TrainingProgress progress)
    {
        if (!Console.IsErrorRedirected) error.Write($"\r{progress}\u001b[K{(progress.Finished is null ? "" : "\n")}");
        else if (progress.Finished is not null || progress.Batch % 50 == 0) error.WriteLine(progress);
    }
}
