using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Plots;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans evaluate</c>: the error against an annotation.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        var movie = new Argument<string>("MOVIE") { Description = "A movie to predict, or a table of counts (.csv with columns A,E,M,P,C,D,Z) to judge as it is." };
        Option<string> nuclei = AlignmentOptions.Nuclei();
        Option<int> offset = AlignmentOptions.Offset();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var figure = new FigureOptions();
        var animation = new AnimationOptions();
        var prediction = new PredictionOptions();
        var command = new GuidedCommand(
            "evaluate",
            """
            Compare predicted counts with traced nuclei, frame by frame, over the annotated frames only.

            Tells the mean absolute error of each lineage and their sum in cells, and of the total in percent. The plot
            shows predicted curves dashed over annotated curves solid. A frame that is annotated but was not counted
            counts as if no cell had been seen.

            Examples:
              elegans evaluate embryo.mov --nuclei CDembryo.csv --plot embryo.png
              elegans evaluate other-tool.csv --nuclei CDembryo.csv
            """) { movie, nuclei, offset, json };
        figure.AddTo(command);
        animation.AddTo(command);
        prediction.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(movie), trackPath = parsed.GetRequiredValue(nuclei);
            figure.Check(parsed, path, trackPath);
            animation.Check(parsed, path, trackPath);
            NucleiTrack track = NucleiTrackReader.Read(trackPath);
            IReadOnlyList<FramePrediction> predictions = Predictions(path, prediction, parsed, cancellation);
            Comparison comparison = Comparison.Of(predictions, track.Labels(new FrameAlignment(parsed.GetRequiredValue(offset))).ToImmutableSortedDictionary(l => l.Frame, l => l.Counts), path);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(Json(path, track, comparison));
            else Write(output, path, track, comparison);
            var drawn = new LineageFigure
            {
                Predicted = [.. predictions],
                Annotated = comparison.Annotated,
                Title = Path.GetFileName(path),
                Subtitle = $"total off by {comparison.Errors.TotalShareError:P1}, lineages by {comparison.Errors.SummedLineageError:F1} cells in all",
            };
            figure.Save(parsed, drawn);
            animation.Save(parsed, drawn, path, prediction, cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IReadOnlyList<FramePrediction> Predictions(string path, PredictionOptions prediction, ParseResult parsed, CancellationToken cancellation)
    {
        if (Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase)) return CountTableReader.Read(path);
        using LineagePopulationModel model = prediction.Load(parsed);
        return prediction.Predict(model, path, parsed, cancellation);
    }

    private static void Write(TextWriter output, string path, NucleiTrack track, Comparison comparison)
    {
        CountErrors errors = comparison.Errors;
        output.WriteLine($"{Path.GetFileName(path)} against {track.Name}: {errors.Frames} annotated frames ({comparison.First} to {comparison.Last})");
        output.WriteLine($"mean error in cells   {string.Join("  ", Lineages.All.Select(lineage => string.Create(CultureInfo.InvariantCulture, $"{lineage} {errors.LineageErrors[(int)lineage]:F2}")))}");
        output.WriteLine($"lineages added up     {errors.SummedLineageError:F1} cells");
        output.WriteLine($"total                 {errors.TotalError:F1} cells, {errors.TotalShareError:P1}");
        output.WriteLine($"within 10 %           {errors.ShareWithinTenPercent:P0} of frames");
        if (comparison.Uncounted > 0) output.WriteLine($"not counted           {comparison.Uncounted} annotated frame(s)");
    }

    private static string Json(string path, NucleiTrack track, Comparison comparison) => JsonSerializer.Serialize(
        new
        {
            input = path,
            embryo = track.Name,
            frames = comparison.Errors.Frames,
            firstFrame = comparison.First.Value,
            lastFrame = comparison.Last.Value,
            uncountedFrames = comparison.Uncounted,
            lineageErrors = Lineages.All.ToDictionary(lineage => lineage.Letter(), lineage => comparison.Errors.LineageErrors[(int)lineage]),
            summedLineageError = comparison.Errors.SummedLineageError,
            totalError = comparison.Errors.TotalError,
            totalShareError = comparison.Errors.TotalShareError,
            shareWithinTenPercent = comparison.Errors.ShareWithinTenPercent,
        },
        CommandJson.Options);
}
