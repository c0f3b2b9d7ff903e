using System.Collections.Immutable;
using System.CommandLine;
using Elegans.Cli.Inputs;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans nuclei</c>: where the nuclei are that were counted.</summary>
internal static class NucleiCommand
{
    internal static Command Create()
    {
        var input = new Argument<string>("INPUT") { Description = "A movie, a stack or an image, also through a pipe or standard input (-)." };
        var output = new Option<string?>("--out", "-o") { Description = "Write the table here instead of to standard output.", HelpName = "FILE" };
        var plot = new Option<string?>("--plot") { Description = "Draw a frame with a ring around every nucleus into a .png file.", HelpName = "FILE" };
        var frame = new Option<int?>("--frame")
        {
            Description = "Which frame --plot draws, from 0. Default: the one with the most nuclei.",
            CustomParser = WholeNumber.BetweenOrNone(0, int.MaxValue),
            HelpName = "N",
        };
        var gif = new Option<string?>("--gif") { Description = "Draw the movie with its nuclei into an animated .gif.", HelpName = "FILE" };
        var prediction = new PredictionOptions();
        var command = new GuidedCommand(
            "nuclei",
            """
            List every nucleus that is found, frame by frame: the evidence behind the counts.

            Writes CSV, one row for each nucleus: frame,x,y,diameter,probability,dividing. x, y and diameter are in pixels of
            the input, counted from the middle of its top left pixel. probability is how sure the network is that this is one
            nucleus, from 0 to 1, and dividing that it divides; neither is calibrated. Of several embryos the table begins with
            a column embryo.

            --plot draws a frame with a ring around every nucleus, faint where it is unsure, in another colour where it
            divides; --gif draws the movie.

            Polar bodies are left out. Where many nuclei overlap, as past 100 cells, some are missing: a projection shows one
            spot for two of them.

            Examples:
              elegans nuclei embryo.mov > nuclei.csv
              elegans nuclei embryo.mov --out nuclei.csv --gif nuclei.gif
              elegans nuclei embryo.mov --out nuclei.csv --plot frame-100.png --frame 100
              elegans nuclei field.tif --embryo 2 --out nuclei.csv
            """) { input, output, plot, frame, gif };
        prediction.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            Check(parsed.GetValue(plot), NucleusPicture.RequirePng, path);
            Check(parsed.GetValue(gif), NucleusPicture.RequireGif, path);
            Destination.RequireDistinct(parsed.GetValue(output), path);
            using var inputs = new NamedInputs(parsed, prediction.Limits(parsed), cancellation);
            using LoadedModel model = prediction.Model(parsed);
            if (!model.Value.FindsNuclei) throw new ModelPackageException(
                model.Value.Card.Name, "does not look for nuclei; use the model that ships with elegans, or one trained with maps of nuclei.");
            (FrameSource source, ImmutableArray<EmbryoReadings> embryos) = inputs.Read(() =>
            {
                FrameSource opened = prediction.Open(parsed, inputs.File(path));
                Prediction counted = prediction.Predict(model, inputs.File(path), path, parsed, isOnlyOne: false, cancellation);
                return (opened, LookCloser(model.Value, opened, counted.Readings, path, parsed, cancellation).Embryos);
            });
            int frames = embryos.Max(embryo => embryo.Readings.Length);
            if (parsed.GetValue(frame) >= frames) throw new InputException(
                path, FormattableString.Invariant($"has {frames} frames, from 0; --frame asks for one that is not there."));
            FrameRegion? region = source.Options.Region;
            Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output,
                writer => NucleusTable.WriteCsv(writer, embryos, region?.X ?? 0, region?.Y ?? 0));
            var picture = new NucleusPicture(embryos);
            if (parsed.GetValue(plot) is { } png)
                picture.SaveFrame(png, prediction.Open(parsed, inputs.File(path)), parsed.GetValue(frame) is { } number ? new FrameIndex(number) : null);
            if (parsed.GetValue(gif) is { } animation)
                Progress.During(
                    parsed, $"drawing {Path.GetFileName(animation)}", source.AnnouncedFrames,
                    advance => picture.SaveAnimation(animation, prediction.Open(parsed, inputs.File(path)), _ => advance(), cancellation));
            if (!parsed.GetValue(Progress.Quiet))
            {
                FrameReading[] looked = [.. embryos.SelectMany(embryo => embryo.Readings).Where(reading => reading.ShowsNuclei)];
                int seen = looked.Sum(reading => reading.Nuclei?.Length ?? 0);
                parsed.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant(
                    $"{seen} nuclei in {looked.DistinctBy(reading => reading.Frame).Count()} of {frames} frames"));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>Looks for the nuclei of what was read, with progress.</summary>
    internal static FieldReadings LookCloser(
        LineagePopulationModel model, FrameSource source, FieldReadings read, string named, ParseResult parsed, CancellationToken cancellation) =>
        Progress.During(
            parsed, $"looking closer at {Path.GetFileName(named)}", source.AnnouncedFrames,
            advance => model.FindNuclei(source, read, new EachFrame(advance), cancellation));

    /// <summary>Advances with every frame.</summary>
    private sealed class EachFrame(Action advance) : IProgress<FrameIndex>
    {
        public void Report(FrameIndex value) => advance();
    }

    /// <summary>Refuses a picture that could not be written, before any work is done.</summary>
    private static void Check(string? picture, Action<string> require, string input)
    {
        if (picture is null) return;
        Destination.RequireDistinct(picture, input);
        try
        {
            require(picture);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }
    }
}
