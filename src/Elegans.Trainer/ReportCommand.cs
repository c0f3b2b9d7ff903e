using System.CommandLine;
using Elegans.Annotation;
using Elegans.Training.Accuracy;

namespace Elegans.Trainer;

/// <summary><c>elegans-train report</c>: measures models on everything there is and writes the page on accuracy.</summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        var package = new Argument<DirectoryInfo>("package") { Description = "The model package that the page is about." };
        Option<DirectoryInfo[]> heldOut = MeasureCommand.HeldOutPackages();
        var data = new TrainingDataOptions();
        var others = new Option<DirectoryInfo?>("--others") { Description = "Folder of tracks from other laboratories." };
        var treated = new Option<DirectoryInfo?>("--treated") { Description = "Folder of tracks of RNAi embryos or mutants, no gene of which was trained on." };
        var recorded = new Option<FileInfo[]>("--recorded")
        {
            Description = "Recorded predictions of other tools (.csv) whose names end in the embryo's.",
            AllowMultipleArgumentsPerToken = true,
        };
        var notNuclei = new Option<FileInfo[]>("--not-nuclei")
        {
            Description = "Images and movies that show something else than labelled nuclei.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "The page to write; its figures go into the folder images beside it.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("docs", "accuracy.md")),
        };
        var command = new Command(
            "report",
            """
            Measure a model on real movies, on rendered movies of embryos it was not trained on and on images that are no
            embryos: by lineage and by stage, frame by frame and with the clock, changed in light and place, against
            predictors that need no model. Writes docs/accuracy.md and its figures.
            """) { package, heldOut, others, treated, recorded, notNuclei, output };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            TextWriter error = parsed.InvocationConfiguration.Error;
            using var models = new HeldOutModels(
                [parsed.GetRequiredValue(package).FullName, .. (parsed.GetValue(heldOut) ?? []).Select(other => other.FullName)]);
            var report = new AccuracyReport(models, what => error.WriteLine($"measuring {what}"), cancellation)
            {
                Data = data.Read(parsed, models.First.Card.Input, cancellation).Data,
                OtherTracks = parsed.GetValue(others) is { } folder ? NucleiFolder.Read(folder.FullName) : null,
                TreatedTracks = parsed.GetValue(treated) is { } abnormal ? NucleiFolder.Read(abnormal.FullName) : null,
                Recorded = [.. (parsed.GetValue(recorded) ?? []).Select(file => file.FullName)],
                NotNuclei = [.. (parsed.GetValue(notNuclei) ?? []).Select(file => file.FullName)],
                Command = "elegans-train report",
            };
            string path = parsed.GetRequiredValue(output).FullName;
            report.Write(path);
            parsed.InvocationConfiguration.Output.WriteLine(path);
            return Task.FromResult(0);
        });
        return command;
    }
}
