using System.CommandLine;
using System.Text;
using Elegans.Plots;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans predict</c>: counts, frame by frame.</summary>
internal static class PredictCommand
{
    internal static Command Create()
    {
        var input = new Argument<string>("INPUT") { Description = "A movie (.mov, .mp4, .avi, TIFF stack) or an image (PNG, JPEG, TIFF)." };
        var output = new Option<string?>("--out", "-o") { Description = "Write the table here instead of to standard output.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Write JSON instead of CSV." };
        var intervals = new Option<bool>("--intervals") { Description = "Write the 90 % interval of every lineage too: A_low,A_high and so on." };
        var figure = new FigureOptions();
        var animation = new AnimationOptions();
        var prediction = new PredictionOptions();
        var command = new GuidedCommand(
            "predict",
            """
            Count the living cells of each lineage in every frame.

            Writes CSV, one row for each decoded frame, numbered from 0: frame,A,E,M,P,C,D,Z,total, the 90 % interval
            total_low,total_high, and what the developmental clock found: minutes (the embryo's age from the four-cell
            stage), pace (minutes of development from one frame to the next), and a status:
              ok            counted
              beyond_range  older than about 350 cells: counts are lower bounds, total_high is empty
              no_embryo     too little contrast, such as a black frame: no counts
              not_nuclei    something else than labelled nuclei: no counts
            In a movie, frames support each other: an embryo only grows older, at a smooth pace. Where the frames
            persistently disagree with normal development, that is said and every frame stands for itself, as with --per-frame.

            Examples:
              elegans predict embryo.mov > embryo.csv
              elegans predict embryo.mov --out embryo.csv --plot embryo.svg
              elegans predict embryo.mov --interval 90 --intervals
              elegans predict embryo.mov --out embryo.csv --gif embryo.gif
              elegans predict still.png --json
            """) { input, output, json, intervals };
        figure.AddTo(command);
        animation.AddTo(command);
        prediction.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            figure.Check(parsed, path);
            animation.Check(parsed, path);
            Destination.RequireDistinct(parsed.GetValue(output), path);
            using LineagePopulationModel model = prediction.Load(parsed);
            IReadOnlyList<FramePrediction> predictions = prediction.Predict(model, path, parsed, cancellation);
            Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output, writer =>
            {
                if (parsed.GetValue(json)) WriteJson(writer, path, model, predictions);
                else CountTable.WriteCsv(writer, predictions, parsed.GetValue(intervals));
            });
            var drawn = new LineageFigure { Predicted = [.. predictions], Title = Path.GetFileName(path), Subtitle = "cells of each lineage, predicted" };
            figure.Save(parsed, drawn);
            animation.Save(parsed, drawn, path, prediction, cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void WriteJson(TextWriter writer, string path, LineagePopulationModel model, IReadOnlyList<FramePrediction> predictions)
    {
        using var buffer = new MemoryStream();
        CountTable.WriteJson(buffer, path, $"{model.Card.Name} {model.Card.Version}", predictions);
        writer.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
