using System.CommandLine;
using Elegans.Models;
using Elegans.Training.Export;
using Elegans.Training.Run;

namespace Elegans.Trainer;

/// <summary><c>elegans-train export</c>: turns a checkpoint into a model package.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        var checkpoint = new Argument<FileInfo[]>("checkpoint")
        {
            Description = "A .checkpoint file of elegans-train, best.checkpoint as a rule. Of several that started from the same weights, the average is taken (Wortsman et al. 2022).",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the model package.", Required = true };
        var name = new Option<string>("--name") { Description = "The model's name.", DefaultValueFactory = _ => "lineage-population" };
        var version = new Option<string>("--model-version") { Description = "The model's version.", DefaultValueFactory = _ => "1.0.0" };
        var half = new Option<bool>("--half") { Description = "Store weights as float16: half the size, the same arithmetic." };
        var command = new Command("export", "Write a checkpoint's averaged weights as a model package: model.onnx and card.json.") { checkpoint, output, name, version, half };
        command.SetAction(parsed =>
        {
            string[] paths = [.. parsed.GetRequiredValue(checkpoint).Select(file => file.FullName)];
            TrainingState state = Together([.. paths.Select(Checkpoint.ReadState)]);
            using var network = Checkpoint.ReadAverage(paths);
            ModelCard card = ModelPackageWriter.Write(
                parsed.GetRequiredValue(output).FullName, network, parsed.GetValue(half), TrainedCard.Of(state, parsed.GetRequiredValue(name), parsed.GetRequiredValue(version)));
            parsed.InvocationConfiguration.Output.WriteLine($"{Path.Combine(parsed.GetRequiredValue(output).FullName, card.Weights.File)}  {card.Weights.Sha256}");
            return 0;
        });
        return command;
    }

    private static TrainingState Together(TrainingState[] states) => states[0] with
    {
        Recipe = states[0].Recipe with { RealMovies = [.. states.SelectMany(state => state.Recipe.RealMovies).Distinct().Order(StringComparer.Ordinal)] },
    };
}
