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

    /// <summary>Which columns are written besides those that every table has.</summary>
    public CountColumns Columns { get; init; }

    /// <summary>What is normal in the laboratory's hands; null where nobody says.</summary>
    public ControlGrowth? Controls { get; init; }

    /// <summary>Threads for the network; null for all processors.</summary>
    public int? Threads { get; init; }

    /// <summary>A folder for everything that a page shows of the input: pictures of its frames, and its curves as figures; null for none.</summary>
    public ResultFolder? Shown { get; init; }

    /// <inheritdoc/>
    internal override WorkerReport Do(LoadedModels models, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        tell(new WorkerReport { FramesRead = 0 });
        FrameSource source = FrameSource.Open(Input, Reading);
        int[] morePositions = Reading.Position is null ? [.. source.Description.OwnPositions.Skip(1)] : [];
        // Told at once: the others are to be read even where this one cannot be.
        if (source.Description.OwnPositions.Count > 1)
            tell(new WorkerReport { FramesRead = 0, MorePositions = morePositions, Positions = source.Description.OwnPositions });
        FrameSource? movie = source.IsMovie ? source : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task pictures = Shown is null ? Task.CompletedTask : Task.Run(() => DrawFrames(source, tell, stop.Token), CancellationToken.None);
        try
        {
            LineagePopulationModel model = models.Get(Model, Threads);
            TimeSpan? between = movie is null ? null : Interval ?? movie.Description.FrameInterval;
            var field = FieldPrediction.Of(Read(source, model, tell, cancellation), model.Card, movie is not null && !PerFrame, between, Controls);
            OutputFile.Write(Output, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CountTable.WriteCsv(writer, Shown is null ? field.Embryos : field.Embryos[..1], Columns);
            });
            MoviePrediction predictions = field.Embryos[0].Frames;
            Shown?.Write(predictions, annotated: null, model.Card);
            pictures.GetAwaiter().GetResult();
            return new WorkerReport
            {
                Predicted = PredictedInput.Of(
                    Shown is null ? field.Embryos : field.Embryos[..1], between,
                    PredictionNotes.Of(source, field, model.Card, isOnlyOne: Shown is not null)) with
                {
                    MorePositions = morePositions,
                    Embryos = Shown is null ? [] : ShownEmbryo.Of(field),
                    Width = field.Field.Width,
                    Height = field.Field.Height,
                },
            };
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)pictures).AsyncWaitHandle.WaitOne();
        }
    }

    private FieldReadings Read(FrameSource source, LineagePopulationModel model, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        var readings = new List<FrameReading>();
        int told = 0;
        FieldReadings read = model.Read(source, new EachReading(reading =>
        {
            readings.Add(reading);
            if (readings.Count % ReportEvery == 0) Tell();
        }), cancellation);
        Tell();
        return read;

        void Tell()
        {
            tell(new WorkerReport
            {
                // Frames that are read again are no further ones.
                FramesRead = readings.Count == 0 ? 0 : readings[^1].Frame.Value + 1,
                FramesAnnounced = source.AnnouncedFrames,
                Readings = Shown is null || readings.Count == told ? null : [.. readings.Skip(told).Select(Row)],
            });
            told = readings.Count;
        }
    }

    /// <summary>Tells each reading on the thread that reads.</summary>
    private sealed class EachReading(Action<FrameReading> told) : IProgress<FrameReading>
    {
        public void Report(FrameReading value) => told(value);
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
