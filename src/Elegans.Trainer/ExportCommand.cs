using System.CommandLine;
using Elegans.Models;
using Elegans.Training.Export;

namespace Elegans.Trainer;

/// <summary><c>elegans-train export</c>: turns a checkpoint into a model package.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        var checkpoint = new Argument<FileInfo[]>("checkpoint")
        {
            Description = "A .checkpoint file of elegans-train, best.checkpoint as a rule. Of several that started from the same weights and have "
                + "the same split, the average is taken (Wortsman et al. 2022).",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the model package.", Required = true };
        var name = new Option<string>("--name") { Description = "The model's name.", DefaultValueFactory = _ => "lineage-population" };
        var version = new Option<string>("--model-version") { Description = "The model's version.", DefaultValueFactory = _ => "1.0.0" };
        var half = new Option<bool>("--half") { Description = "Store weights as float16: half the size, the same arithmetic." };
        var command = new Command(
            "export", "Write a checkpoint's averaged weights as a model package: model.onnx, card.json and ledger.json.") { checkpoint,
            output, name, version, half };
        command.SetAction(parsed =>
        {
            string[] paths = [.. parsed.GetRequiredValue(checkpoint).Select(file => file.FullName)];
            ModelCard card = TrainedPackage.Write(parsed.GetRequiredValue(output).FullName, paths, parsed.GetValue(half),
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(version));
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{Path.Combine(parsed.GetRequiredValue(output).FullName, card.Weights.File)}  {card.Weights.Sha256}");
            return 0;
        });
        return command;
    }
}
