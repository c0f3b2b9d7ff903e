using Elegans.Files;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>Reads the frames of a plan, each the maximum over its slices, from the file and those beside it.</summary>
/// <param name="path">The file that was opened.</param>
/// <param name="index">Where its planes are.</param>
/// <param name="layout">What its description says.</param>
/// <param name="plan">Which plane is where.</param>
/// <param name="limits">How large files and frames may be.</param>
internal sealed class StackReader(string path, TiffIndex index, StackLayout layout, StackPlan plan, InputLimits limits) : IDisposable
{
    /// <summary>A stack can have a file for each plane; this many are open at a time.</summary>
    private const int MaxOpen = 8;

    /// <summary>Planes that are looked at for one with contrast.</summary>
    private const int MaxJudged = 64;

    private readonly Dictionary<int, PlaneReader> readers = [];
    private Mat? slice;
    private bool asShown;

    /// <summary>Finds out, on the first plane with contrast, whether values that are shown inverted are to be read as shown, and reads them so.</summary>
    /// <returns>Whether they are.</returns>
    internal bool JudgeDisplay()
    {
        int judged = 0;
        for (int frame = 0; frame < plan.Frames; frame++)
        {
            foreach (PlaneSource plane in plan[frame])
            {
                if (!plane.IsThere) continue;
                if (judged++ == MaxJudged) return false;
                try
                {
                    if (Reader(plane.File).IsNegative(plane.Page, plan.Sample, layout.SamplesAreChannels) is { } isNegative) return asShown = isNegative;
                }
                catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
                {
                    // It is counted as lost when it is read.
                }
            }
        }

        return false;
    }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="InvalidDataException">A plane of it is damaged.</exception>
    /// <exception cref="EndOfStreamException">A plane of it is cut off.</exception>
    /// <exception cref="NotSupportedException">A plane of it is stored in a way that is not read.</exception>
    /// <exception cref="InputException">Its slices do not fit each other, or are too large.</exception>
    internal Mat Read(int frame)
    {
        Mat? brightest = null;
        try
        {
            foreach (PlaneSource plane in plan[frame])
            {
                if (!plane.IsThere) continue;
                Mat read = Reader(plane.File).Read(plane.Page, plan.Sample, layout.SamplesAreChannels, asShown, brightest is null ? null : slice);
                if (brightest is null)
                {
                    brightest = read;
                    continue;
                }

                if (!ReferenceEquals(read, slice))
                {
                    slice?.Dispose();
                    slice = read;
                }

                if (read.Size() != brightest.Size() || read.Type() != brightest.Type())
                    throw new InputException(path, FormattableString.Invariant($"page {plane.Page} is of another size or depth than the slices before it."));
                Cv2.Max(brightest, read, brightest);
            }

            return brightest ?? throw new InvalidDataException("it has no plane");
        }
        catch
        {
            brightest?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        slice?.Dispose();
        foreach (PlaneReader reader in readers.Values) reader.Dispose();
    }

    private PlaneReader Reader(int file)
    {
        if (readers.TryGetValue(file, out PlaneReader? open)) return open;
        if (readers.Count >= MaxOpen)
        {
            int oldest = readers.Keys.First();
            readers[oldest].Dispose();
            readers.Remove(oldest);
        }

        if (file == 0) return readers[file] = new PlaneReader(path, index, limits);
        string beside = OmeDescription.Beside(path, layout.Files[file]);
        try
        {
            limits.CheckBytes(beside, InputFile.RequireReadable(beside));
            return readers[file] = new PlaneReader(beside, null, limits);
        }
        catch (InputException exception) when (exception.Remedy == InputRemedy.None)
        {
            // One damaged file of many costs its own frames only.
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
