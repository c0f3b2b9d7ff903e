using System.Collections.Concurrent;

namespace Elegans.Training.Frames;

/// <summary>Renders the batches to come on another thread, a few ahead of the network.</summary>
internal sealed class BatchQueue : IDisposable
{
    /// <summary>How many batches are made ahead.</summary>
    internal const int Capacity = 6;
    private readonly BlockingCollection<Batch> ready = new(boundedCapacity: Capacity);
    private readonly CancellationTokenSource stop = new();
    private readonly Task rendering;

    internal BatchQueue(BatchRenderer renderer, long first, int size) => rendering = Task.Factory.StartNew(
        () =>
        {
            try
            {
                for (long number = first; !stop.IsCancellationRequested; number++) ready.Add(renderer.Render(number, size), stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
            finally
            {
                ready.CompleteAdding();
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    public void Dispose()
    {
        stop.Cancel();
        rendering.Wait();
        ready.Dispose();
        stop.Dispose();
    }

    /// <summary>The next batch; waits for it where the network is faster. What went wrong while rendering is thrown here.</summary>
    internal Batch Take(CancellationToken cancellation)
    {
        if (ready.TryTake(out Batch? batch, Timeout.Infinite, cancellation)) return batch;
        rendering.GetAwaiter().GetResult();
        throw new InvalidOperationException("Rendering ended before training.");
    }
}
