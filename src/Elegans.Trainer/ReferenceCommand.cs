using System.CommandLine;
using Elegans.Simulation.Reference;

namespace Elegans.Trainer;

/// <summary><c>elegans-train reference</c>: rebuilds the reference embryo.</summary>
internal static class ReferenceCommand
{
    internal static Command Create()
    {
        var embryos = new TrainingSide();
        var output = new Option<FileInfo>("--out")
        {
            Description = "The table to write; the shipped one is src/Elegans.Simulation/Reference/reference-embryo.csv.",
            Required = true,
        };
        var command = new Command(
            "reference",
            "Compute the reference embryo, from which embryos are drawn where there is no track, from the training embryos of a recipe.") { output };
        embryos.AddTo(command);
        command.SetAction(parsed =>
        {
            ReferenceEmbryo reference = ReferenceEmbryoBuilder.Build(embryos.Read(parsed));
            reference.Save(parsed.GetRequiredValue(output).FullName);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{reference.CellCount} cells from {reference.Embryos} embryos, until {reference.End:F0} minutes after 26 cells");
            return 0;
        });
        return command;
    }
}
