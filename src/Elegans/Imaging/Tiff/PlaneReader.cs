using Elegans.Files;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>Reads planes of one file, opened once.</summary>
internal sealed class PlaneReader : IDisposable
{
    private readonly TiffFile file;
    private readonly TiffIndex index;
    private readonly InputLimits limits;
    private readonly PageReader reader;
    private TiffPage? only;

    /// <summary>Opens a file whose planes are known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="index">Where its planes are; null finds out.</param>
    /// <param name="limits">How large it may be.</param>
    /// <exception cref="InputException">It cannot be opened, or is damaged.</exception>
    internal PlaneReader(string path, TiffIndex? index, InputLimits limits)
    {
        file = TiffFile.Open(path);
        this.limits = limits;
        reader = new PageReader(file, limits);
        try
        {
            this.index = index ?? new TiffIndex(PageChain.Of(file, limits));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads a plane.</summary>
    /// <param name="plane">Which one, counted from 0.</param>
    /// <param name="sample">Which of its samples.</param>
    /// <param name="areChannels">Whether samples that look like colours are channels.</param>
    /// <param name="asShown">Whether values that are shown inverted are read as shown, and not as stored.</param>
    /// <param name="reused">An image that may be overwritten if it fits.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <exception cref="NotSupportedException">It is stored in a way that is not read.</exception>
    /// <exception cref="InputException">It is too large.</exception>
    internal Mat Read(int plane, int sample, bool areChannels, bool asShown, Mat? reused)
    {
        if (plane >= index.Planes) throw new EndOfStreamException("the file has fewer pages");
        if (index.Following > 1)
        {
            only ??= TiffPage.Of(file, index.Chain.Pages[0].At, limits);
            return Shown(only, reader.Read(only, index.Chain.Pages[0].Number, plane * only.Bytes, sample, areChannels, reused), asShown);
        }

        (long at, int number) = index.Chain.Pages[plane];
        TiffPage page = TiffPage.Of(file, at, limits);
        // A page with fewer samples than the first has not the one that is read.
        if (sample >= page.Samples) throw new InvalidDataException("it has fewer samples a pixel than the first page");
        Mat read = Shown(page, reader.Read(page, number, 0, sample, areChannels, reused), asShown);
        if (Palette.Of(page) is not { IsList: true } palette) return read;
        Mat colours = palette.Colour(read);
        if (!ReferenceEquals(read, reused)) read.Dispose();
        return colours;
    }

    /// <summary>Whether the stored values of a plane are those of a negative; null where that cannot be said.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal bool? IsNegative(int plane, int sample, bool areChannels)
    {
        if (plane >= index.Planes) return null;
        var page = TiffPage.Of(file, index.Chain.Pages[index.Following > 1 ? 0 : plane].At, limits);
        if (!InvertedDisplay.Has(page)) return false;
        using Mat stored = Read(plane, sample, areChannels, asShown: false, null);
        return InvertedDisplay.IsNegative(stored, page.Type);
    }

    private static Mat Shown(TiffPage page, Mat read, bool asShown)
    {
        if (asShown && InvertedDisplay.Has(page)) InvertedDisplay.Invert(read, page.Type);
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        file.Dispose();
    }
}
