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
        Option<int?> threads = Threads();
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
            history.csv, validation.csv and figures of both, train.log, and left-out.csv: every real movie and frame that was
            not used, with the reason. Real movies that are named are trained on (movie-*.png shows each before and after);
            a manifest's column role puts embryos on other sides.

            Examples:
              elegans-train train --out runs/first --epochs 5
              elegans-train train --nuclei nuclei --recipe recipes/lineage-population.json --out runs/lineage-population
              elegans-train train --nuclei my-tracks --movies my-movies --recipe recipes/own-movies.json \
                --from models/lineage-population-float16 --out runs/ours
              elegans-train train --out runs/first --resume
            """) { output, recipe, epochs, seed, from, split, device, threads, resume };
        data.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && new Option[] { recipe, epochs, seed, from, split }.FirstOrDefault(
                option => result.GetResult(option) is not null) is { } odd)
                result.AddError($"{odd.Name} cannot be given with --resume: a run goes on with the recipe, the split and the weights that it began with.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(output).FullName);
            bool resumes = parsed.GetValue(resume);
            TrainingRecipe followed = resumes ? Checkpoint.ReadState(folder.Last).Recipe : RecipeJson.Read(parsed.GetValue(recipe));
            if (!resumes) followed = followed with { Epochs = parsed.GetValue(epochs) ?? followed.Epochs, Seed = parsed.GetValue(seed) ?? followed.Seed };
            torch.Device computes = DeviceOf(parsed.GetRequiredValue(device));
            using var report = new RunReport(parsed.InvocationConfiguration.Error);
            (TrainingData read, DataCheck? check) = data.Read(parsed, followed.Input, report.Say, cancellation);
            var start = new RunStart
            {
                Package = parsed.GetValue(from) is { } package ? ModelPackage.Read(package.FullName) : null,
                Split = parsed.GetValue(split) is { } file ? SplitFile.Read(file.FullName) : null,
                Device = computes,
                Threads = ThreadsOf(parsed.GetValue(threads)),
                Say = report.Say,
            };
            using ModelTrainer trainer = resumes ? start.Resume(folder.Path, read) : start.Begin(folder.Path, read, followed);
            report.LogInto(folder.Log);
            SplitFile.Write(folder.Split, trainer.State.Split);
            if (check is not null) WriteLeftOut(folder.LeftOut, check);
            Train(trainer, report, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(folder.Best);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>The option that sets the number of threads instead of measuring which is best.</summary>
    internal static Option<int?> Threads() => new("--threads")
    {
        Description = "Threads for the network. Default: what is quickest of one and all processors, tried at the start and again when batches become slow.",
        CustomParser = WholeNumber.BetweenOrNone(1, MaxThreads),
    };

    /// <summary>The numbers of threads to choose from.</summary>
    internal static int[] ThreadsOf(int? asked) => asked is { } number ? [number]
        : [.. new[] { Environment.ProcessorCount, Math.Max(1, Environment.ProcessorCount / 2), 1 }.Distinct()];

    internal static void Train(ModelTrainer trainer, RunReport report, CancellationToken cancellation)
    {
        TrainingState state = trainer.State;
        report.Say($"{state.Split.Training.Length} embryos to train on, {state.Split.Validation.Length} to validate, {state.Split.Calibration.Length} to "
            + $"calibrate, {state.Split.Test.Length} kept for the test, {state.Split.Excluded.Length} excluded; {RealFrames(trainer)}; seed "
                + $"{state.Recipe.Seed}");
        trainer.Run(report.Say, cancellation);
        if (trainer.State.Epoch < trainer.State.Recipe.Epochs) report.Say(
            $"ended early: {trainer.State.EpochsSinceBest} epochs brought no lower validation loss");
        if (trainer.State.Best is { Epoch: 0 }) report.Say(
            "no epoch was better than the weights that the run started from: the best weights are those");
    }

    private static string RealFrames(ModelTrainer trainer) => trainer.RealFrames == 0 ? "no real frame"
        : $"{trainer.RealFrames} real frames of {trainer.RealEmbryos} movie(s), drawn for {trainer.State.Recipe.RealShare:P0} of all";

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
}
