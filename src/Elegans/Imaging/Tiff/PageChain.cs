using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>Where the pages of a TIFF are: those that are pictures, without thumbnails, smaller copies and masks.</summary>
/// <param name="pages">Of each page where its directory is, and which number it has in the file.</param>
/// <param name="sizes">The width and height of each.</param>
/// <param name="isCutOff">Whether the file ends, or is damaged, before pages that it announces.</param>
internal sealed class PageChain(IReadOnlyList<(long At, int Number)> pages, IReadOnlyList<(long Width, long Height)> sizes, bool isCutOff)
{
    /// <summary>Of each page where its directory is, and which number it has in the file.</summary>
    internal IReadOnlyList<(long At, int Number)> Pages { get; } = pages;

    /// <summary>The width and height of each.</summary>
    internal IReadOnlyList<(long Width, long Height)> Sizes { get; } = sizes;

    /// <summary>Whether the file ends, or is damaged, before pages that it announces.</summary>
    internal bool IsCutOff { get; } = isCutOff;

    private const long ReducedOrMask = 1 | 4;
    private const int OldReduced = 2, MaskPhotometric = 4;

    /// <summary>Follows the chain of directories.</summary>
    /// <exception cref="InputException">It leads in a circle, or is longer than the limits allow, or is damaged.</exception>
    internal static PageChain Of(TiffFile file, InputLimits limits)
    {
        var pictures = new List<(long, int)>();
        var all = new List<(long, int)>();
        var sizes = new List<(long, long)>();
        var seen = new HashSet<long>();
        bool isCutOff = false;
        for (long at = file.First; at != 0;)
        {
            if (!seen.Add(at)) throw new InputException(file.Path,
                FormattableString.Invariant($"is damaged: its list of pages leads back from page {all.Count} to an earlier one."));
            try
            {
                TiffDirectory directory = file.Directory(at);
                sizes.Add(Size(directory));
                if (!IsCopy(directory)) pictures.Add((at, all.Count));
                all.Add((at, all.Count));
                at = directory.Next;
            }
            catch (Exception exception) when (all.Count > 0 && exception is (EndOfStreamException or InvalidDataException))
            {
                // What is there before the damage is numbered, whatever comes after.
                isCutOff = true;
                break;
            }
            catch (EndOfStreamException exception)
            {
                throw new InputException(file.Path, "is cut off: it ends before its first page.", exception);
            }
            catch (InvalidDataException exception)
            {
                throw new InputException(file.Path, $"is damaged: {exception.Message} where the first page should be.", exception);
            }

            limits.CheckCount(file.Path, all.Count);
        }

        if (all.Count == 0) throw new InputException(file.Path, "is a TIFF without a page; it may be damaged, or was never finished.");
        // A file whose every page calls itself a thumbnail has nothing better.
        List<(long At, int Number)> kept = pictures.Count > 0 ? pictures : all;
        return new PageChain(kept, [.. kept.Select(page => sizes[page.Number])], isCutOff);
    }

    private static (long Width, long Height) Size(TiffDirectory directory)
    {
        try
        {
            return (directory.Whole(TagId.ImageWidth, 0), directory.Whole(TagId.ImageLength, 0));
        }
        catch (EndOfStreamException)
        {
            // It is damaged, which is said when it is read.
            return (0, 0);
        }
    }

    private static bool IsCopy(TiffDirectory directory) =>
        (directory.Whole(TagId.NewSubfileType, 0) & ReducedOrMask) != 0 || directory.Whole(TagId.SubfileType, 0) == OldReduced
            || directory.Whole(TagId.Photometric, 1) == MaskPhotometric;
}
