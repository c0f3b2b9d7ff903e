using System.CommandLine;
using Elegans.Annotation;
using Elegans.Simulation.Reference;

namespace Elegans.Trainer;

/// <summary><c>elegans-train reference</c>: rebuilds the reference embryo.</summary>
internal static class ReferenceCommand
{
    internal static Command Create()
    {
        var nuclei = new Option<DirectoryInfo>("--nuclei") { Description = "Folder of wild-type nuclei tracks (CD*.csv or .csv.gz).", Required = true };
        var exclude = new Option<string[]>("--exclude")
        {
            Description = "Names, or parts of names, of embryos to leave out.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "The table to write; the shipped one is src/Elegans.Simulation/Reference/reference-embryo.csv.",
            Required = true,
        };
        var command = new Command(
            "reference", "Compute the reference embryo, from which embryos are drawn where there is no track, from wild-type tracks.") { nuclei,
            exclude, output };
        command.SetAction(parsed =>
        {
            string[] without = parsed.GetValue(exclude) ?? [];
            var tracks = NucleiFolder.Read(parsed.GetRequiredValue(nuclei).FullName).Values
                .Where(track => !without.Any(part => track.Name.Contains(part, StringComparison.Ordinal))).OrderBy(track => track.Name, StringComparer.Ordinal);
            ReferenceEmbryo reference = ReferenceEmbryoBuilder.Build(tracks);
            reference.Save(parsed.GetRequiredValue(output).FullName);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{reference.CellCount} cells from {reference.Embryos} embryos, until {reference.End:F0} minutes after 26 cells");
            return 0;
        });
        return command;
    }
}
