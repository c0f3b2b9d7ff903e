using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Export;

namespace Elegans.Trainer;

/// <summary><c>elegans-train quantise</c>: turns a package in floating point into one in whole numbers.</summary>
internal static class QuantiseCommand
{
    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package in floating point, as elegans-train export writes it." };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the new model package.", Required = true };
        var frames = new Option<int>("--frames")
        {
            Description = "How many frames to measure the ranges of activations on.",
            CustomParser = WholeNumber.Between(1, int.MaxValue),
            DefaultValueFactory = _ => 512,
        };
        var data = new TrainingDataOptions();
        var command = new Command(
            "quantise",
            "Write a package that computes in whole numbers of eight bits: half the size of float16, and quicker. Ranges are measured on frames like those it "
                + "was trained on; labels are not looked at. Calibrate the new package, and hold its errors against the old one's.") { package,
                output, frames };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            ModelPackage read = ModelPackage.Read(parsed.GetRequiredValue(package).FullName);
            (TrainingData trainedOn, _) = data.Read(parsed, read.Card.Input, cancellation);
            int wanted = parsed.GetValue(frames);
            ModelCard card = ModelQuantiser.Quantise(
                read, trainedOn, wanted, parsed.GetRequiredValue(output).FullName, done =>
                    parsed.InvocationConfiguration.Error.WriteLine($"rendered {done} of {wanted} frames"), cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{Path.Combine(parsed.GetRequiredValue(output).FullName, card.Weights.File)}  {card.Weights.Sha256}");
            return Task.FromResult(0);
        });
        return command;
    }
}
