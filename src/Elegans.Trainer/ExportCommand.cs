using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Packages;
using Elegans.Training;
using Elegans.Training.Export;

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
                parsed.GetRequiredValue(output).FullName, network, parsed.GetValue(half), Card(state, parsed.GetRequiredValue(name), parsed.GetRequiredValue(version)));
            parsed.InvocationConfiguration.Output.WriteLine($"{Path.Combine(parsed.GetRequiredValue(output).FullName, card.Weights.File)}  {card.Weights.Sha256}");
            return 0;
        });
        return command;
    }

    private static TrainingState Together(TrainingState[] states) => states[0] with
    {
        Recipe = states[0].Recipe with { RealMovies = [.. states.SelectMany(state => state.Recipe.RealMovies).Distinct().Order(StringComparer.Ordinal)] },
    };

    private static ModelCard Card(TrainingState state, string name, string version)
    {
        EpochResult? best = state.History.MinBy(epoch => epoch.ValidationLoss);
        return new ModelCard
        {
            Format = ModelCard.CurrentFormat,
            Name = name,
            Version = version,
            Lineages = Lineages.All,
            Input = state.Recipe.Input,
            Scaling = state.Recipe.Scaling,
            RecognitionThreshold = 0,
            ValidRange = new CellRange(2, 350),
            Weights = new WeightsFile("", "", ""),
            Training = JsonSerializer.SerializeToElement(new
            {
                architecture = "ResNet18, one grey channel, eight outputs: seven counts and whether labelled nuclei are shown",
                data = state.Recipe.RealMovies.IsEmpty
                    ? "Frames rendered on the fly from nuclei tracks of EPIC (Murray et al. 2012); no real frame was trained on."
                    : "Frames rendered on the fly from nuclei tracks of EPIC (Murray et al. 2012), and frames of the real movies that the recipe names.",
                frames = ((long)state.Epoch * state.Recipe.BatchesPerEpoch * state.Recipe.BatchSize).ToString("N0", CultureInfo.InvariantCulture),
                epochs = state.Epoch,
                bestEpoch = best,
                recipe = state.Recipe,
                split = state.Split,
            }),
            Limits =
            [
                "Trained between 2 and about 350 cells, the range EPIC traced. Later embryos are read as if they stood near the end of that range, or younger.",
                "Maximum projections of labelled nuclei only. Most other images are recognised as such, single slices are not.",
                "Normal development only: lineages are read together with the embryo's age, so that an abnormal lineage is read as a normal one.",
            ],
            Citations =
            [
                "Murray JI et al. 2012. Multidimensional regulation of gene expression in the C. elegans embryo. Genome Research 22:1282-1294. https://doi.org/10.1101/gr.131920.111",
                "Sulston JE et al. 1983. The embryonic cell lineage of the nematode Caenorhabditis elegans. Developmental Biology 100:64-119. https://doi.org/10.1016/0012-1606(83)90201-4",
                "He K et al. 2016. Deep residual learning for image recognition. CVPR. https://doi.org/10.1109/CVPR.2016.90",
            ],
        };
    }
}
