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
        var figure = new FigureOptions();
        var prediction = new PredictionOptions();
        var command = new GuidedCommand(
            "predict",
            """
            Count the living cells of each lineage in every frame.

            Writes CSV: frame,A,E,M,P,C,D,Z,total,status, one row for each decoded frame, numbered from 0. A frame
            without an embryo (black) has status no_embryo and empty counts.

            Examples:
              elegans predict embryo.mov > embryo.csv
              elegans predict embryo.mov --out embryo.csv --plot embryo.svg
              elegans predict still.png --json
            """) { input, output, json };
        figure.AddTo(command);
        prediction.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            figure.Check(parsed, path);
            Destination.RequireDistinct(parsed.GetValue(output), path);
            using LineagePopulationModel model = prediction.Load(parsed);
            List<FramePrediction> predictions = prediction.Predict(model, path, parsed, cancellation);
            Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output, writer =>
            {
                if (parsed.GetValue(json)) WriteJson(writer, path, model, predictions);
                else CountTable.WriteCsv(writer, predictions);
            });
            figure.Save(parsed, new LineageFigure { Predicted = [.. predictions], Title = Path.GetFileName(path), Subtitle = "cells of each lineage, predicted" });
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void WriteJson(TextWriter writer, string path, LineagePopulationModel model, List<FramePrediction> predictions)
    {
        using var buffer = new MemoryStream();
        CountTable.WriteJson(buffer, path, $"{model.Card.Name} {model.Card.Version}", predictions);
        writer.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
