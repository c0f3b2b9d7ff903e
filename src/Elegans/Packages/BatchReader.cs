using System.Collections.Concurrent;
using Elegans.Imaging;

namespace Elegans.Packages;

/// <summary>Decodes and prepares a movie's frames on another thread, a few batches ahead of the network.</summary>
internal sealed class BatchReader : IDisposable
{
    private readonly BlockingCollection<PreparedBatch> ready = new(boundedCapacity: 3);
    private readonly CancellationTokenSource stop;
    private readonly Task reading;

    internal BatchReader(MovieReader movie, InputSpecification specification, int batchSize, CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        reading = Task.Run(() => Read(movie, specification, batchSize), CancellationToken.None);
    }

    public void Dispose()
    {
        stop.Cancel();
        try
        {
            reading.Wait();
        }
        catch (AggregateException exception) when (exception.InnerException is OperationCanceledException or InputException)
        {
            // Stopped, or already thrown where the batches were read.
        }

        ready.Dispose();
        stop.Dispose();
    }

    /// <summary>The batches in order. What went wrong while decoding is thrown here.</summary>
    internal IEnumerable<PreparedBatch> Batches()
    {
        foreach (PreparedBatch batch in ready.GetConsumingEnumerable(stop.Token)) yield return batch;
        reading.GetAwaiter().GetResult();
    }

    private void Read(MovieReader movie, InputSpecification specification, int batchSize)
    {
        try
        {
            using var preparation = new FramePreparation(specification);
            var batch = new PreparedBatch(specification, batchSize);
            foreach (MovieFrame frame in movie.Frames())
            {
                using (frame) batch.Add(frame.Index, frame.Image, preparation);
                if (!batch.IsFull)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    continue;
                }

                ready.Add(batch, stop.Token);
                batch = new PreparedBatch(specification, batchSize);
            }

            if (batch.Count > 0) ready.Add(batch, stop.Token);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
