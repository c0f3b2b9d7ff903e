using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Workers;

/// <summary>Predicts one input and writes its table.</summary>
/// <param name="Input">The movie or image.</param>
/// <param name="Output">The table to write.</param>
public sealed record PredictionJob(string Input, string Output) : WorkerJob(Input)
{
    private const int ReportEvery = 16;

    /// <summary>The model package; null for the one that ships.</summary>
    public string? Model { get; init; }

    /// <summary>How the input is read.</summary>
    public ReadOptions Reading { get; init; } = ReadOptions.Default;

    /// <summary>Whether every frame stands for itself.</summary>
    public bool PerFrame { get; init; }

    /// <summary>Time between frames; null takes what the input says, or finds it from the movie.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Whether every lineage's interval is written.</summary>
    public bool Intervals { get; init; }

    /// <summary>Threads for the network; null for all processors.</summary>
    public int? Threads { get; init; }

    /// <summary>A folder for everything that a page shows of the input: pictures of its frames, and its curves as figures; null for none.</summary>
    public ResultFolder? Shown { get; init; }

    /// <inheritdoc/>
    internal override WorkerReport Do(LoadedModels models, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        tell(new WorkerReport { FramesRead = 0 });
        FrameSource source = FrameSource.Open(Input, Reading);
        FrameSource? movie = source.IsMovie ? source : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task pictures = Shown is null ? Task.CompletedTask : Task.Run(() => DrawFrames(source, tell, stop.Token), CancellationToken.None);
        try
        {
            LineagePopulationModel model = models.Get(Model, Threads);
            IReadOnlyList<FramePrediction> predictions = movie is null ? [Predict(source, model)] : Predict(movie, model, tell, cancellation);
            OutputFile.Write(Output, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CountTable.WriteCsv(writer, predictions, Intervals);
            });
            Shown?.Write(predictions, annotated: null, model.Card);
            pictures.GetAwaiter().GetResult();
            TimeSpan? between = movie is null ? null : Interval ?? movie.Description.FrameInterval;
            return new WorkerReport { Predicted = PredictedInput.Of(predictions, between, PredictionNotes.Of(source, predictions, model.Card)) };
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)pictures).AsyncWaitHandle.WaitOne();
        }
    }

    private static FramePrediction Predict(FrameSource still, LineagePopulationModel model)
    {
        using NuclearImage image = still.First();
        return model.Predict(image);
    }

    private MoviePrediction Predict(FrameSource movie, LineagePopulationModel model, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        var readings = new List<FrameReading>();
        foreach (FrameReading reading in model.ReadFrames(movie, cancellation))
        {
            readings.Add(reading);
            if (readings.Count % ReportEvery == 0) Tell();
        }

        Tell();
        return PerFrame ? MoviePrediction.FrameByFrame(readings, model.Card)
            : MoviePrediction.Of(readings, model.Card, Interval ?? movie.Description.FrameInterval);

        void Tell()
        {
            int told = (readings.Count - 1) / ReportEvery * ReportEvery;
            tell(new WorkerReport
            {
                FramesRead = readings.Count,
                FramesAnnounced = movie.AnnouncedFrames,
                Readings = Shown is null || readings.Count == 0 ? null : [.. readings.Skip(told).Select(Row)],
            });
        }
    }

    /// <summary>A frame and, where it shows nuclei, the cells of each lineage and in all.</summary>
    private static int[] Row(FrameReading reading)
    {
        if (!reading.ShowsNuclei) return [reading.Frame.Value];
        LineageCounts counts = LineageCounts.Round(reading.Cells.AsSpan());
        return [reading.Frame.Value, .. FounderLineages.All.Select(lineage => counts[lineage]), counts.Total];
    }

    private void DrawFrames(FrameSource source, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        using FramePictures.Writer writer = FramePictures.Create(Shown!.Path, source.AnnouncedFrames ?? 1);
        foreach (MovieFrame frame in source.Frames())
        {
            using (frame)
            {
                if (cancellation.IsCancellationRequested) return;
                writer.Add(frame.Index, frame.Image);
                if (frame.Index.Value % ReportEvery == 0) tell(new WorkerReport { FramesRead = 0, Pictures = writer.Count, PictureStep = writer.Step });
            }
        }

        tell(new WorkerReport { FramesRead = 0, Pictures = writer.Count, PictureStep = writer.Step });
    }
}
