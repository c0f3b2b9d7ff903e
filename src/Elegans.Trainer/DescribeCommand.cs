using System.CommandLine;
using Elegans.Training.Export;

namespace Elegans.Trainer;

/// <summary><c>elegans-train describe</c>: describes a package for the BioImage Model Zoo.</summary>
internal static class DescribeCommand
{
    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "A model package with its README.md." };
        var image = new Option<FileInfo>("--image")
        {
            Description = "An image of an embryo, prepared as the input of the description's test.",
            Required = true,
        };
        var command = new Command(
            "describe", "Write a bioimage.io description (rdf.yaml, test_input.npy, test_output.npy) into a package, so that programs of the BioImage Model "
            + "Zoo can run it.") { package, image };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(package).FullName;
            BioimageDescription.Write(folder, parsed.GetRequiredValue(image).FullName, TimeProvider.System.GetUtcNow());
            parsed.InvocationConfiguration.Output.WriteLine(Path.Combine(folder, BioimageDescription.FileName));
        });
        return command;
    }
}
