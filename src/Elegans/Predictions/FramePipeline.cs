using System.Collections.Concurrent;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>
/// Reads a movie's frames with every processor at once, and hands the readings out in order. Each worker decodes the next few
/// frames (one worker at a time), prepares them, and runs the network on them: none ever waits for a stage that lags.
/// </summary>
/// <remarks>Holds a few frames for each worker, however long the movie is and however slowly its readings are taken.</remarks>
internal sealed class FramePipeline : IDisposable
{
    /// <summary>Decoded pixels at which a worker takes no further frame: eight frames of 700×700, or one of 2000×2000.</summary>
    private const long MaxPixels = 4_000_000;
    private readonly InputSpecification specification;
    private readonly int batchSize;
    private readonly Func<PreparedBatch, CancellationToken, IReadOnlyList<FrameReading>> read;
    private readonly FieldOfView? field;
    private readonly int embryos;
    private readonly Func<MovieFrame, bool>? look;
    private readonly IEnumerator<MovieFrame> frames;
    private readonly Lock decoding = new();
    private readonly BlockingCollection<Task<IReadOnlyList<(int Embryo, FrameReading Reading)>>> ordered;
    private readonly CancellationTokenSource stop;
    private readonly Task[] workers;
    private bool isDecoded;

    /// <summary>Starts reading.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="specification">The network's input.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="batchSize">How many frames a worker takes at a time.</param>
    /// <param name="read">Runs the network; called from several threads at once.</param>
    /// <param name="field">Where embryos lie, each to be cut out of its frames; null reads whole frames.</param>
    /// <param name="look">Shown every frame in order before it is read; where it says false, neither that nor any further frame is. Null shows nobody.</param>
    /// <param name="cancellation">Stops reading.</param>
    internal FramePipeline(FrameSource movie, InputSpecification specification, int workers, int batchSize,
        Func<PreparedBatch, CancellationToken, IReadOnlyList<FrameReading>> read, FieldOfView? field, Func<MovieFrame, bool>? look,
        CancellationToken cancellation)
    {
        (this.specification, this.read, this.field, this.look) = (specification, read, field, look);
        embryos = Math.Max(1, field?.Embryos.Length ?? 1);
        this.batchSize = Math.Max(1, batchSize / embryos);
        frames = movie.Frames().GetEnumerator();
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ordered = new(boundedCapacity: 2 * workers);
        this.workers = [.. Enumerable.Range(0, workers).Select(
            _ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        Task.WaitAll(workers);
        frames.Dispose();
        ordered.Dispose();
        stop.Dispose();
    }

    /// <summary>The readings in order. What went wrong at a frame is thrown after the readings before it.</summary>
    /// <exception cref="InputException">A frame cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    internal IEnumerable<(int Embryo, FrameReading Reading)> Readings()
    {
        foreach (Task<IReadOnlyList<(int Embryo, FrameReading Reading)>> batch in ordered.GetConsumingEnumerable(stop.Token))
        {
            _ = Task.WaitAny([batch], stop.Token);
            foreach ((int, FrameReading) reading in batch.GetAwaiter().GetResult()) yield return reading;
        }
    }

    private void Work()
    {
        using var preparation = new FramePreparation(specification);
        var batch = new PreparedBatch(specification, batchSize * embryos);
        var taken = new List<MovieFrame>(batchSize);
        while (Take(taken) is { } promise)
        {
            try
            {
                batch.Clear();
                foreach (MovieFrame frame in taken)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    Add(batch, frame, preparation);
                }

                IReadOnlyList<FrameReading> readings = batch.Count > 0 ? read(batch, stop.Token) : [];
                promise.SetResult([.. readings.Select((reading, i) => (batch[i].Embryo, reading))]);
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown where the readings are taken.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                promise.SetException(exception);
            }

            Release(taken);
        }

        Release(taken);
    }

    /// <summary>Adds a whole frame, or each embryo that is in it.</summary>
    private void Add(PreparedBatch batch, MovieFrame frame, FramePreparation preparation)
    {
        if (field is null)
        {
            batch.Add(frame.Index, frame.Image, preparation);
            return;
        }

        for (int embryo = 0; embryo < field.Embryos.Length; embryo++)
            if (field.IsIn(embryo, frame.Index)) batch.Add(frame.Index, frame.Image, preparation, embryo, field.ViewOf(embryo, frame.Index));
    }

    /// <summary>Decodes the next frames and takes the place of their readings in the order.</summary>
    /// <returns>The place; null where no frame is left, or reading was stopped.</returns>
    private TaskCompletionSource<IReadOnlyList<(int Embryo, FrameReading Reading)>>? Take(List<MovieFrame> taken)
    {
        lock (decoding)
        {
            if (isDecoded) return null;
            try
            {
                Exception? failure = Decode(taken);
                var promise = new TaskCompletionSource<IReadOnlyList<(int Embryo, FrameReading Reading)>>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (taken.Count > 0) ordered.Add(promise.Task, stop.Token);
                if (failure is not null) ordered.Add(Task.FromException<IReadOnlyList<(int Embryo, FrameReading Reading)>>(failure), stop.Token);
                if (isDecoded) ordered.CompleteAdding();
                return taken.Count > 0 ? promise : null;
            }
            catch (OperationCanceledException)
            {
                // Whoever takes the readings is told by the same token.
                isDecoded = true;
                return null;
            }
        }
    }

    /// <summary>Decodes up to a batch of frames, fewer where they are large; returns what ended the movie before its time.</summary>
    private Exception? Decode(List<MovieFrame> taken)
    {
        try
        {
            // Which frames go together depends on the movie alone, never on how busy the threads are: their numbers do not change.
            long pixels = 0;
            while (taken.Count < batchSize && pixels < MaxPixels && !isDecoded)
            {
                stop.Token.ThrowIfCancellationRequested();
                isDecoded = !frames.MoveNext();
                if (isDecoded) break;
                if (look?.Invoke(frames.Current) == false)
                {
                    frames.Current.Dispose();
                    isDecoded = true;
                    break;
                }

                taken.Add(frames.Current);
                pixels += (long)frames.Current.Image.Width * frames.Current.Image.Height;
            }

            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            isDecoded = true;
            return exception;
        }
    }

    private static void Release(List<MovieFrame> taken)
    {
        foreach (MovieFrame frame in taken) frame.Dispose();
        taken.Clear();
    }
}
