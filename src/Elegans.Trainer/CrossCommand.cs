using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Experiments;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Trainer;

/// <summary><c>elegans-train cross</c>: a figure for each movie by a network that never saw its recording, and the average for use.</summary>
internal static class CrossCommand
{
    internal static Command Create()
    {
        var data = new TrainingDataOptions();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder of the runs and packages. Runs that are finished there are not trained again; one that was stopped goes on.",
            Required = true,
        };
        var recipe = new Option<FileInfo>("--recipe")
        {
            Description = "The recipe of all runs.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("recipes", "own-movies.json")),
        };
        var from = new Option<DirectoryInfo?>("--from") { Description = "Model package whose weights to start from, instead of random ones." };
        Option<int?> threads = TrainCommand.Threads();
        var command = new Command(
            "cross",
            """
            Leave one recording out: for each recording with a movie, train without it and judge its movies by that network; then
            average all networks for use. With few movies this is the way to an honest figure for each of them: the average has
            seen every movie, and the figures are those of the networks that had not.

            Writes cross.csv (a row for each movie), a package for each recording left out, and the package "average". The
            weights that the runs start from must not have seen the movies either: the last column says what the ledgers prove.

            Examples:
              elegans-train cross --movies my-movies.csv --embryos 50 --recipe recipes/own-movies.json --out cross
            """) { output, recipe, from, threads };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var report = new RunReport(parsed.InvocationConfiguration.Error);
            TrainingRecipe followed = RecipeJson.Read(parsed.GetRequiredValue(recipe));
            (TrainingData read, DataCheck? check) = data.Read(parsed, followed.Input, report.Say, cancellation);
            if (check is not { Movies.Count: > 0 }) throw new InputException(
                "--movies", "names no real movie with its track; their recordings are left out in turn.");
            string folder = parsed.GetRequiredValue(output).FullName;
            var cross = new CrossRuns(folder, followed, read, new RunStart
            {
                Package = parsed.GetValue(from) is { } package ? ModelPackage.Read(package.FullName) : null,
                Threads = TrainCommand.ThreadsOf(parsed.GetValue(threads)),
                Say = report.Say,
            });
            report.LogInto(Path.Combine(folder, "train.log"));
            foreach (string recording in cross.Recordings)
            {
                report.Say($"without {recording}");
                cross.Train(recording, trainer => TrainCommand.Train(trainer, report, cancellation), cancellation);
            }

            string average = cross.Average(cancellation);
            ImmutableArray<JudgedMovie> judged = cross.Judge(cancellation);
            Write(Path.Combine(folder, "cross.csv"), judged);
            foreach (JudgedMovie movie in judged) parsed.InvocationConfiguration.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{movie.Embryo}: total off by {movie.ErrorsOf(movie.WithClock).TotalShareError:P1}, lineages by "
                + $"{movie.ErrorsOf(movie.WithClock).SummedLineageError:F1} cells ({movie.Training})"));
            parsed.InvocationConfiguration.Output.WriteLine(average);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(string path, IEnumerable<JudgedMovie> judged) => OutputFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write("movie,how,frames,total_share_error,total_error,summed_lineage_error,training\n");
        foreach (JudgedMovie movie in judged)
        {
            foreach ((string how, CountErrors errors) in new[]
            {
                ("reading", movie.ErrorsOf(movie.FrameByFrame)), ("with the clock", movie.ErrorsOf(movie.WithClock)),
            })
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{movie.Embryo},{how},{errors.Frames},{errors.TotalShareError:F5},{errors.TotalError:F3},{errors.SummedLineageError:F3},"
                    + $"\"{movie.Training}\"\n"));
        }
    });
}
