using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Cli.Batch;
using Elegans.Cli.Inputs;
using Elegans.Evaluation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans evaluate</c>: the error against an annotation.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        var movies = new Argument<string[]>("MOVIE")
        {
            Description = "A movie to predict, or a table of counts (.csv with columns A,E,M,P,C,D,Z) to judge as it is; or several of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        ManyInputs.RefuseOptions(movies);
        Option<string> nuclei = AlignmentOptions.Nuclei();
        nuclei.Description += " For several movies, the folder of their tracks, named alike: CDembryo.csv for embryo.mov.";
        Option<int> offset = AlignmentOptions.Offset();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var scores = new Option<bool>("--score-nuclei")
        {
            Description = "Look for every nucleus, as 'elegans nuclei' does, and score them against the traced ones too. Takes several times as long.",
        };
        var figure = new FigureOptions();
        var animation = new AnimationOptions();
        var prediction = new PredictionOptions();
        var command = new GuidedCommand(
            "evaluate",
            """
            Compare predicted counts with traced nuclei, frame by frame, over the annotated frames only.

            Reports the mean absolute error of each lineage and their sum in cells, and of the total in percent. The plot
            shows predicted curves dashed over annotated curves solid. A frame that is annotated but was not counted
            counts as if no cell had been seen. Of several movies, there is a row each and their mean, and a plot of all side
            by side; what cannot be judged is reported, and the others are judged.

            Examples:
              elegans evaluate embryo.mov --nuclei CDembryo.csv --plot embryo.png
              elegans evaluate embryo.mov --nuclei CDembryo.csv --gif embryo.gif
              elegans evaluate movies/*.mov --nuclei tracks --plot all.png
              elegans evaluate embryo.mov --nuclei CDembryo.csv --score-nuclei
              elegans evaluate other-tool.csv --nuclei CDembryo.csv
            """) { movies, nuclei, offset, json, scores };
        figure.AddTo(command);
        animation.AddTo(command);
        prediction.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string[] paths = parsed.GetRequiredValue(movies);
            string trackPath = parsed.GetRequiredValue(nuclei);
            var alignment = new FrameAlignment(parsed.GetRequiredValue(offset));
            figure.Check(parsed, [.. paths, trackPath]);
            using var inputs = new NamedInputs(parsed, prediction.Limits(parsed), cancellation);
            using LoadedModel model = prediction.Model(parsed);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (paths.Length == 1 && NucleiFolder.IsSingleTrack(trackPath))
            {
                EvaluatedMovie only = inputs.Read(() =>
                {
                    if (animation.IsAsked(parsed)) animation.Check(parsed, inputs.File(paths[0]), paths[0], trackPath);
                    return Evaluate(paths[0], trackPath, inputs.File(trackPath));
                });
                output.Write(parsed.GetValue(json) ? $"{JsonSerializer.Serialize(Summary(only), CommandJson.Options)}\n" : Text(only));
                figure.Save(parsed, only.Figure);
                animation.Save(parsed, only.Figure, inputs.File(paths[0]), prediction, cancellation);
                return Task.FromResult(ExitCode.Done);
            }

            if (animation.IsAsked(parsed)) throw new UsageException("--gif shows one movie; name one, and its track.");
            string[] tracks = NucleiFolder.Files(trackPath);
            var evaluated = new List<EvaluatedMovie>();
            foreach (string path in paths)
            {
                try
                {
                    string embryo = Path.GetFileNameWithoutExtension(path);
                    string track = NucleiFolder.TrackOf(trackPath, tracks, embryo)
                        ?? throw new InputException(path, $"has no track named CD{embryo}.csv in {trackPath}, and none of another kind.");
                    evaluated.Add(inputs.Read(() => Evaluate(path, track, track)));
                }
                catch (InputException exception)
                {
                    parsed.InvocationConfiguration.Error.WriteLine($"elegans: {exception.Message}");
                }
            }

            if (evaluated.Count == 0) throw new InputException(trackPath, "fits none of the movies; nothing was evaluated.");
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(evaluated.Select(Summary), CommandJson.Options));
            else EvaluatedMovie.WriteTable(output, evaluated);
            figure.Save(parsed, [.. evaluated.Select(movie => movie.Figure)]);
            return Task.FromResult(evaluated.Count == paths.Length ? ExitCode.Done : ExitCode.Some);

            EvaluatedMovie Evaluate(string path, string trackName, string trackFile)
            {
                NucleiTrack track = NucleiTrackReader.Read(trackFile);
                string file = inputs.File(path);
                Prediction? predicted = IsTable(file) ? null : prediction.Predict(model, file, path, parsed, isOnlyOne: true, cancellation);
                IReadOnlyList<FramePrediction> predictions = predicted?.Frames ?? CountTableReader.Read(file);
                FieldReadings? closer = predicted is not null && parsed.GetValue(scores)
                    ? NucleiCommand.LookCloser(model.Value, prediction.Open(parsed, file), predicted.Readings, path, parsed, cancellation) : null;
                var judged = EvaluatedMovie.Of(path, track, predictions, closer?.Embryos[0].Readings ?? [], alignment);
                if (ShiftedFit.Find(predictions, track, alignment) is { } shifted)
                    parsed.InvocationConfiguration.Error.WriteLine($"elegans: {Advice(path, trackName, alignment, shifted)}");
                return judged;
            }
        });
        return command;
    }

    private static bool IsTable(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" or ".table";

    /// <summary>Where a shifted track fits far better, how to find out.</summary>
    private static string Advice(string path, string track, FrameAlignment given, ShiftedFit shifted)
    {
        int frames = Math.Abs(shifted.Alignment.Offset - given.Offset);
        string better = string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: shifted by {frames} frames the track fits far better: the total would be off by {shifted.Shifted:P0} instead of {shifted.Given:P0}");
        return IsTable(path)
            ? $"{better}; look at its movie with 'elegans align MOVIE --nuclei {track}', or give --offset {shifted.Alignment.Offset}."
            : $"{better}; 'elegans align {path} --nuclei {track}' finds the offset, near {shifted.Alignment.Offset}.";
    }

    private static string Text(EvaluatedMovie movie)
    {
        (Comparison comparison, CountErrors errors) = (movie.Comparison, movie.Comparison.Errors);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(movie.Path)} against {movie.Embryo}: {errors.Frames} annotated frames ({comparison.First} to {comparison.Last})\n");
        IEnumerable<string> lineages = FounderLineages.All.Select(
            lineage => string.Create(CultureInfo.InvariantCulture, $"{lineage} {errors.LineageErrors[(int)lineage]:F2}"));
        text.Append(CultureInfo.InvariantCulture, $"mean error in cells   {string.Join("  ", lineages)}\n");
        text.Append(CultureInfo.InvariantCulture, $"lineages added up     {errors.SummedLineageError:F1} cells\n");
        text.Append(CultureInfo.InvariantCulture, $"total                 {errors.TotalError:F1} cells, {errors.TotalShareError:P1}\n");
        text.Append(CultureInfo.InvariantCulture, $"within 10 %           {errors.ShareWithinTenPercent:P0} of frames\n");
        if (comparison.Uncounted > 0) text.Append(CultureInfo.InvariantCulture, $"not counted           {comparison.Uncounted} annotated frame(s)\n");
        foreach (NucleusStage stage in movie.Nuclei) text.Append(CultureInfo.InvariantCulture,
            $"nuclei, {Cells(stage),-12}  F1 {stage.Match.F1:F3}  precision {stage.Match.Precision:F3}  recall {stage.Match.Recall:F3}  counted alone: off by "
            + $"{stage.CountedShareError:P1} ({stage.CountedBias:+0.0 %;-0.0 %})\n");
        return text.ToString();
    }

    private static object Summary(EvaluatedMovie movie) => new
    {
        input = movie.Path,
        embryo = movie.Embryo,
        frames = movie.Comparison.Errors.Frames,
        firstFrame = movie.Comparison.First.Value,
        lastFrame = movie.Comparison.Last.Value,
        uncountedFrames = movie.Comparison.Uncounted,
        lineageErrors = FounderLineages.All.ToDictionary(lineage => lineage.Letter(), lineage => movie.Comparison.Errors.LineageErrors[(int)lineage]),
        summedLineageError = movie.Comparison.Errors.SummedLineageError,
        totalError = movie.Comparison.Errors.TotalError,
        totalShareError = movie.Comparison.Errors.TotalShareError,
        shareWithinTenPercent = movie.Comparison.Errors.ShareWithinTenPercent,
        nuclei = movie.Nuclei.IsEmpty ? null : movie.Nuclei.Select(stage => new
        {
            cells = Cells(stage),
            frames = stage.Frames,
            f1 = stage.Match.F1,
            precision = stage.Match.Precision,
            recall = stage.Match.Recall,
            countedShareError = stage.CountedShareError,
            countedBias = stage.CountedBias,
        }),
    };

    private static string Cells(NucleusStage stage) => stage.MaxCells == int.MaxValue
        ? FormattableString.Invariant($"over {stage.MinCells - 1}") : FormattableString.Invariant($"{stage.MinCells} to {stage.MaxCells}");
}
