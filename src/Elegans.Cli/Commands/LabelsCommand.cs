using System.CommandLine;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Cli.Inputs;
using Elegans.Imaging;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans labels</c>: the counts a track implies.</summary>
internal static class LabelsCommand
{
    internal static Command Create()
    {
        var track = new Argument<string>("TRACK")
        {
            Description = "A nuclei track: EPIC's CD*.csv, plain or gzip, or AceTree's zip, its folder unpacked, or its XML.",
        };
        var output = new Option<string?>("--out", "-o") { Description = "Write the table here instead of to standard output.", HelpName = "FILE" };
        Option<int> offset = AlignmentOptions.Offset();
        var command = new GuidedCommand(
            "labels",
            """
            Count the traced nuclei of each lineage in every annotated frame.

            Writes CSV: frame,A,E,M,P,C,D,Z,total. Frames without annotation have no row: they are unlabelled, not zero.

            Example:
              elegans labels CD20071217_ceh-432x3.csv.gz > labels.csv

            'elegans labels audit' holds a published table of labels against the tracks.
            """) { track, output, offset, NamedInputs.Patience };
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(track);
            Destination.RequireDistinct(parsed.GetValue(output), path);
            using var inputs = new NamedInputs(parsed, InputLimits.Default, cancellation);
            NucleiTrack nuclei = inputs.Read(() => NucleiTrackReader.Read(inputs.File(path)));
            Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output,
                writer => LabelTable.WriteCsv(writer, nuclei.Labels(new FrameAlignment(parsed.GetRequiredValue(offset)))));
            return Task.FromResult(ExitCode.Done);
        });
        command.Add(LabelsAuditCommand.Create());
        return command;
    }
}
