using System.CommandLine;
using System.Text.Json;
using Elegans.Imaging;
using Elegans.Packages;

namespace Elegans.Cli.Many;

/// <summary>The hidden command that runs in a worker process: a job for each line of standard input, reports on standard output.</summary>
internal static class WorkerCommand
{
    internal const string Name = "predict-worker";
    private const int ReportEvery = 16;

    internal static Command Create()
    {
        var command = new Command(Name, "Predicts inputs for another process.") { Hidden = true };
        command.SetAction(async (parsed, cancellation) =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            using var models = new LoadedModels();
            while (await Console.In.ReadLineAsync(cancellation) is { } line)
            {
                PredictionJob job = JsonSerializer.Deserialize<PredictionJob>(line) ?? throw new UsageException("A job is a line of JSON.");
                PredictionReport last = Predict(job, models, frames => Tell(output, new PredictionReport { FramesRead = frames }), cancellation);
                Tell(output, last);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static PredictionReport Predict(PredictionJob job, LoadedModels models, Action<int> progress, CancellationToken cancellation)
    {
        try
        {
            LineagePopulationModel model = models.Get(job.Model, job.Threads);
            progress(0);
            IReadOnlyList<FramePrediction> predictions = MovieReader.IsMovie(job.Input) ? Movie(job, model, progress, cancellation) : [model.Predict(job.Input, job.Channel, job.Limits)];
            OutputFile.Write(job.Output, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CountTable.WriteCsv(writer, predictions, job.Intervals);
            });
            return new PredictionReport { Predicted = PredictedInput.Of(predictions) };
        }
        catch (Exception exception) when (exception is InputException or ModelPackageException or IOException or UnauthorizedAccessException)
        {
            return new PredictionReport { Reason = exception.Message };
        }
    }

    private static MoviePrediction Movie(PredictionJob job, LineagePopulationModel model, Action<int> progress, CancellationToken cancellation)
    {
        var readings = new List<FrameReading>();
        foreach (FrameReading reading in model.ReadFrames(MovieReader.Open(job.Input, job.Channel, job.Limits), cancellation))
        {
            readings.Add(reading);
            if (readings.Count % ReportEvery == 0) progress(readings.Count);
        }

        return job.PerFrame ? MoviePrediction.FrameByFrame(readings, model.Card) : MoviePrediction.Of(readings, model.Card, job.IntervalMinutes);
    }

    private static void Tell(TextWriter output, PredictionReport report)
    {
        output.WriteLine(report.ToLine());
        output.Flush();
    }
}
