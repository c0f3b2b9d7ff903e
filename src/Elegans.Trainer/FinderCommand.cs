using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Training.Finder;

namespace Elegans.Trainer;

/// <summary><c>elegans-train finder</c>: trains the network that finds embryos in a field of view.</summary>
internal static class FinderCommand
{
    internal static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the run.", Required = true };
        var fields = new Option<int>("--fields")
        { Description = "How many fields to render.", CustomParser = WholeNumber.Between(1, 50_000), DefaultValueFactory = _ => 14_000 };
        var steps = new Option<int>("--steps")
        { Description = "How many steps of 16 fields.", CustomParser = WholeNumber.Between(1, 1_000_000), DefaultValueFactory = _ => 5500 };
        var seed = new Option<int>("--seed")
        { Description = "Seed of all chance.", CustomParser = WholeNumber.Between(0, int.MaxValue), DefaultValueFactory = _ => 1 };
        var from = new Option<FileInfo?>("--from") { Description = $"Refine the network of an earlier run: its {FinderRun.FloatFile}.", HelpName = "FILE" };
        var command = new Command(
            "finder",
            """
            Train the network that finds embryos in a field of view, on rendered fields alone: no data is needed. Rendered fields (0.2 MB each,
            all in memory) and a checkpoint stay in the run's folder: the same command continues training that was interrupted.

            Examples:
              elegans-train finder --out runs/finder
              elegans-train finder --from runs/finder/finder-float.onnx --fields 7000 --steps 1500 --seed 2 --out runs/refined
            """) { output, fields, steps, seed, from };
        command.SetAction((parsed, cancellation) =>
        {
            TextWriter error = parsed.InvocationConfiguration.Error;
            // Fields are rendered side by side.
            OpenCvSharp.Cv2.SetNumThreads(1);
            try
            {
                FinderRun.Train(
                    parsed.GetRequiredValue(output).FullName, parsed.GetValue(fields), parsed.GetValue(steps), parsed.GetValue(seed),
                    parsed.GetValue(from)?.FullName, error.WriteLine, cancellation);
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("elegans-train: interrupted; the same command continues after the last step. Rendering begins anew.");
                return Task.FromResult(TrainerProgram.Interrupted);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
