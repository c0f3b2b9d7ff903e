using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Training.Data;
using Elegans.Training.Experiments;
using Elegans.Training.Recipe;
using TorchSharp;

namespace Elegans.Trainer;

/// <summary><c>elegans-train experiment</c>: trains one recipe with stretched and with true labels, and writes the page on it.</summary>
internal static class ExperimentCommand
{
    private static readonly LabelSource[] Twins = [LabelSource.Published, LabelSource.Traced];

    internal static Command Create()
    {
        var data = new TrainingDataOptions();
        var recipe = new Option<FileInfo>("--recipe")
        {
            Description = "The recipe of both runs.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("recipes", "notebook.json")),
        };
        var frames = new Option<int?>("--frames")
        {
            Description = "How many rendered frames to train on, instead of the recipe's; an epoch draws as many.",
            CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many times to train both, each time with other first weights and other frames of the same embryos.",
            CustomParser = WholeNumber.Between(1, 100),
            DefaultValueFactory = _ => 3,
        };
        var own = new Option<DirectoryInfo[]>("--own")
        {
            Description = "Packages of this project's own recipe, each trained without some recording, to be judged beside.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder of the runs. Runs that are finished there are not trained again; one that was stopped goes on.",
            Required = true,
        };
        var page = new Option<FileInfo>("--page")
        {
            Description = "The page to write; its figures go into the folder images beside it.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("docs", "experiment.md")),
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads for the network.",
            CustomParser = WholeNumber.Between(1, TrainCommand.MaxThreads),
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command(
            "experiment",
            """
            Train the notebook's recipe twice on the same rendered frames, with a published table's stretched labels and with true
            ones, and that with several seeds; judge all, and this project's own models, on real movies against the true counts; write docs/experiment.md.

            Examples:
              elegans-train experiment --nuclei nuclei --movies movies --labels training_data.csv.gz \
                --own packages/without-20071217 packages/without-20080731 --out runs/experiment
            """) { recipe, frames, seeds, own, output, page, threads };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var report = new RunReport(parsed.InvocationConfiguration.Error);
            torch.set_num_threads(parsed.GetRequiredValue(threads));
            TrainingRecipe followed = RecipeJson.Read(parsed.GetRequiredValue(recipe));
            if (parsed.GetValue(frames) is { } count) followed = followed with
            {
                StoredFrames = count,
                BatchesPerEpoch = Math.Max(1, count / followed.BatchSize),
                ValidationFrames = Math.Max(followed.BatchSize, count / 10),
            };
            (TrainingData read, DataCheck? check) = data.Read(parsed, followed.Input, cancellation);
            if (check is not { Movies.Count: > 0 }) throw new InputException("--movies", "names no real movie with its track; they judge the runs.");
            var experiment = new LabelExperiment(parsed.GetRequiredValue(output).FullName, followed, read);
            ExperimentRun[] runs = [.. experiment.Seeds(parsed.GetRequiredValue(seeds)).SelectMany(
                seed => Twins.Select(labels => experiment.Train(labels, seed, report.Say, cancellation)))];
            var judged = Twins.Select(labels => runs.Where(run => run.Labels == labels).ToArray()).Select(same => new JudgedRuns(
                same[0].Name, same.Select(run => LabelExperiment.Judge([run.Package], check.Movies, cancellation)))).ToList();
            if (parsed.GetValue(own) is { Length: > 0 } packages) judged.Add(new JudgedRuns(
                "this project's own recipe", [LabelExperiment.Judge(packages.Select(package => package.FullName), check.Movies, cancellation)]));
            var written = new ExperimentPage
            {
                Runs = runs,
                Judged = judged,
                Command = "elegans-train experiment",
                Labels = data.Audit(parsed, check.Movies[0].Track),
            };
            written.Write(parsed.GetRequiredValue(page).FullName);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetRequiredValue(page).FullName);
            return Task.FromResult(0);
        });
        return command;
    }
}
