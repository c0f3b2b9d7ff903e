using System.CommandLine;
using Elegans.Models;
using Elegans.Training.Data;
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
            Description = "A .checkpoint file of elegans-train, best.checkpoint as a rule. Of several that started from the same weights and have "
                + "the same split, the average is taken (Wortsman et al. 2022).",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the model package.", Required = true };
        var name = new Option<string?>("--name") { Description = "The model's name. Default: that of the package's folder." };
        var version = new Option<string>("--model-version") { Description = "The model's version.", DefaultValueFactory = _ => "1.0.0" };
        var half = new Option<bool>("--half") { Description = "Store weights as float16: half the size, the same arithmetic." };
        var data = new TrainingDataOptions();
        var command = new Command(
            "export",
            """
            Write a checkpoint's averaged weights as a model package: model.onnx, card.json, ledger.json and README.md.

            Of several runs the weights are averaged, and the statistics of their normalisation are measured anew on frames like
            those the runs were trained on: name the data of the runs then, as for train.

            Examples:
              elegans-train export runs/ours/best.checkpoint --half --out packages/ours
              elegans-train export runs/a/best.checkpoint runs/b/best.checkpoint --nuclei nuclei --movies movies --out packages/average
            """) { checkpoint, output, name, version, half };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string[] paths = [.. parsed.GetRequiredValue(checkpoint).Select(file => file.FullName)];
            DirectoryInfo folder = parsed.GetRequiredValue(output);
            TrainingData? read = paths.Length > 1 ? data.Read(parsed, Checkpoint.ReadState(paths[0]).Recipe.Input, cancellation).Data : null;
            ModelCard card = TrainedPackage.Write(
                folder.FullName, paths, parsed.GetValue(half), parsed.GetValue(name) ?? folder.Name, parsed.GetRequiredValue(version), read, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{Path.Combine(folder.FullName, card.Weights.File)}  {card.Weights.Sha256}");
            return Task.FromResult(0);
        });
        return command;
    }
}
