using System.CommandLine;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans labels</c>: the counts a track implies.</summary>
internal static class LabelsCommand
{
    internal static Command Create()
    {
        var track = new Argument<string>("TRACK") { Description = "A nuclei track of EPIC: CD*.csv, plain or gzip." };
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
            """) { track, output, offset };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(track);
            Destination.RequireDistinct(parsed.GetValue(output), path);
            NucleiTrack nuclei = NucleiTrackReader.Read(path);
            Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output, writer => LabelTable.WriteCsv(writer, nuclei.Labels(new FrameAlignment(parsed.GetRequiredValue(offset)))));
            return ExitCode.Done;
        });
        command.Add(LabelsAuditCommand.Create());
        return command;
    }
}
