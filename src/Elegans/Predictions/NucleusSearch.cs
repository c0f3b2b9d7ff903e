using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Elegans.Imaging;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>Looks closely for the nuclei of every embryo, frame by frame, some frames at once.</summary>
/// <param name="movie">The movie.</param>
/// <param name="read">What was read of it.</param>
/// <param name="threads">How many frames are looked at at once.</param>
/// <param name="makeCloseUp">Makes what looks, one for each thread.</param>
internal sealed class NucleusSearch(FrameSource movie, FieldReadings read, int threads, Func<NucleusCloseUp> makeCloseUp)
{
    /// <summary>Frames that are held at a time, for each thread.</summary>
    private const int FramesEach = 2;

    /// <summary>Looks through the movie.</summary>
    /// <param name="progress">Told every frame, in order.</param>
    /// <param name="cancellation">Stops between frames.</param>
    internal FieldReadings Search(IProgress<FrameIndex>? progress, CancellationToken cancellation)
    {
        FrameReading[][] readings = [.. read.Embryos.Select(embryo => embryo.Readings.ToArray())];
        var free = new ConcurrentBag<NucleusCloseUp>();
        try
        {
            foreach (MovieFrame[] frames in movie.Frames().Chunk(FramesEach * threads))
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    Parallel.ForEach(
                        frames, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, frame =>
                    {
                        NucleusCloseUp closeUp = free.TryTake(out NucleusCloseUp? taken) ? taken : makeCloseUp();
                        for (int i = 0; i < readings.Length; i++) Look(closeUp, frame, i, readings[i]);
                        free.Add(closeUp);
                    });
                }
                catch (AggregateException several)
                {
                    // Whatever went wrong in one frame: those who call know nothing of threads.
                    ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
                }
                finally
                {
                    foreach (MovieFrame frame in frames) frame.Dispose();
                }

                foreach (MovieFrame frame in frames) progress?.Report(frame.Index);
            }
        }
        finally
        {
            foreach (NucleusCloseUp closeUp in free) closeUp.Dispose();
        }

        return read with { Embryos = [.. read.Embryos.Zip(readings, (embryo, closer) => embryo with { Readings = [.. closer] })] };
    }

    private void Look(NucleusCloseUp closeUp, MovieFrame frame, int embryo, FrameReading[] readings)
    {
        int index = frame.Index.Value;
        if (index >= readings.Length || !readings[index].ShowsNuclei) return;
        int place = read.Embryos[embryo].Number - 1;
        (ImmutableArray<FoundNucleus> nuclei, double counted) = closeUp.Find(
            frame.Image, read.AreCutOut ? read.Field.ViewOf(place, frame.Index) : null, readings[index].Cells.Sum());
        readings[index] = readings[index] with { Nuclei = nuclei, Counted = counted };
    }
}
