using Elegans.Imaging;
using Elegans.Plots;
using Elegans.Tables;

namespace Elegans.Workers;

/// <summary>Draws a predicted movie beside its curves as an animated GIF.</summary>
/// <param name="Input">The movie.</param>
/// <param name="Counts">The table that was predicted of it.</param>
/// <param name="Output">The GIF to write.</param>
/// <param name="Title">What the figure is called.</param>
public sealed record AnimationJob(string Input, string Counts, string Output, string Title) : WorkerJob(Input)
{
    /// <summary>How the movie is read.</summary>
    public ReadOptions Reading { get; init; } = ReadOptions.Default;

    /// <inheritdoc/>
    internal override WorkerReport Do(LoadedModels models, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        tell(new WorkerReport { FramesRead = 0 });
        var figure = new LineageFigure { Predicted = [.. CountTableReader.Read(Counts)], Title = Title, Subtitle = "cells of each lineage, predicted" };
        new LineageAnimation(figure)
            .Save(Output, FrameSource.Open(Input, Reading), frame => tell(new WorkerReport { FramesRead = frame.Value + 1 }), cancellation);
        return new WorkerReport();
    }
}
