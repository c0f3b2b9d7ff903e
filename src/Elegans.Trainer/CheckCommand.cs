using System.CommandLine;
using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;

namespace Elegans.Trainer;

/// <summary><c>elegans-train check</c>: looks through real movies before they are trained on.</summary>
internal static class CheckCommand
{
    internal static Command Create()
    {
        var data = new TrainingDataOptions();
        var output = new Option<FileInfo?>("--out") { Description = "Write the list to this file instead of standard output." };
        var command = new Command(
            "check",
            """
            Look through real movies as training would, and list what it leaves out, each with its reason: movies without a
            track, with another embryo's track or another offset, or damaged; frames that are blank, dark, repeated, or outside
            of what was traced.

            Examples:
              elegans-train check --nuclei my-tracks --movies my-movies
              elegans-train check --movies manifest.csv --out left-out.csv
            """) { output };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            DataCheck check = data.Check(parsed, new InputSpecification(), cancellation);
            if (parsed.GetValue(output) is not { } file)
            {
                check.WriteCsv(parsed.InvocationConfiguration.Output);
                return Task.FromResult(0);
            }

            OutputFile.Write(file.FullName, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                check.WriteCsv(writer);
            });
            return Task.FromResult(0);
        });
        return command;
    }
}
