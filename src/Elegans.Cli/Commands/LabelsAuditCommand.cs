using System.Collections.Immutable;
using System.CommandLine;
using Elegans.Annotation;
using Elegans.Annotation.Audit;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans labels audit</c>: holds a published table of labels against the tracks.</summary>
internal static class LabelsAuditCommand
{
    internal static Command Create()
    {
        var table = new Argument<string>("TABLE")
        {
            Description = "A table of frame labels (.csv or .csv.gz): filenames (FOLDER/EMBRYO/NUMBER.jpg, from 1),A,E,M,P,C,D,Z.",
        };
        var nuclei = new Option<string>("--nuclei", "-n")
        {
            Description = "Folder of nuclei tracks (CD*.csv, .csv.gz, AceTree's zips), named after the embryos.",
            Required = true,
            HelpName = "FOLDER",
        };
        var output = new Option<string?>("--out", "-o") { Description = "Write one row for each embryo into this table.", HelpName = "FILE" };
        var embryo = new Option<string?>("--embryo") { Description = "The embryo to plot. Default: the one that is stretched most.", HelpName = "NAME" };
        var figure = new FigureOptions();
        var command = new GuidedCommand(
            "audit",
            """
            Hold a published table of frame labels against the traced nuclei.

            Tells rows and embryos that occur twice, how far each embryo's time is stretched, lineages that appear late,
            labels past the end of tracing, and the mean error of each lineage. The plot shows one embryo's published
            curves dashed over its traced curves solid.

            Example:
              elegans labels audit training_data.csv.gz --nuclei nuclei --out audit.csv --plot audit.png
            """) { table, nuclei, output, embryo, NamedInputs.Patience };
        figure.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(table);
            figure.Check(parsed, path);
            if (parsed.GetValue(output) is { } audited) Destination.RequireDistinct(audited, path);
            using var inputs = new NamedInputs(parsed, InputLimits.Default, cancellation);
            IReadOnlyList<PublishedLabel> labels = inputs.Read(() => PublishedLabelReader.Read(inputs.File(path)));
            Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(
                parsed.GetRequiredValue(nuclei), labels.Select(label => label.Embryo).ToHashSet(StringComparer.Ordinal));
            LabelAudit audit = LabelAudit.Of(labels, tracks.GetValueOrDefault);
            LineageFigure? drawn = figure.IsAsked(parsed) ? Figure(audit, path, parsed.GetValue(embryo)) : null;
            audit.WriteSummary(parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(output) is { } file) Destination.Write(file, parsed.InvocationConfiguration.Output, audit.WriteCsv);
            if (drawn is not null) figure.Save(parsed, drawn);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static LineageFigure Figure(LabelAudit audit, string path, string? name)
    {
        EmbryoAudit shown = (name is null ? audit.Embryos.Where(one => one.Errors is not null).MaxBy(one => one.Stretch)
            : audit.Embryos.FirstOrDefault(one => one.Embryo == name))
            ?? throw new InputException(path, name is null ? "none of its embryos has a track, so that there is nothing to plot." : $"has no embryo {name}.");
        return new LineageFigure
        {
            Predicted = [.. shown.Published.Select(frame => FramePrediction.Of(frame.Key, frame.Value))],
            Annotated = shown.Traced ?? ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty,
            PredictedName = "published",
            AnnotatedName = "traced",
            Title = shown.Embryo,
            Subtitle = "published labels (dashed) over traced counts"
                + (shown.Stretch is { } stretch ? FormattableString.Invariant($"; time stretched by {stretch:F2}") : ""),
        };
    }
}
