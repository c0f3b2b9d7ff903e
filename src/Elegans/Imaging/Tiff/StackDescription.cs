using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>Finds what a TIFF says of its planes, whichever program wrote it.</summary>
internal static class StackDescription
{
    private const int MaxText = 64 << 20;

    /// <summary>Finds the planes, and what they are.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chain">Its pages.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="InputException">The description is damaged, or cannot be read for a reason that it gives.</exception>
    internal static (TiffIndex Index, StackLayout Layout) Of(TiffFile file, PageChain chain, TiffPage first, ReadOptions options)
    {
        string path = file.Path;
        string[] texts = [.. first.Directory.Texts(TagId.ImageDescription, MaxText)];
        var index = new TiffIndex(chain);
        if (LsmDescription.Of(first.Directory, first.Samples, options, path) is { } lsm) return (index, lsm);

        // Micro-Manager writes two descriptions: the OME one knows more.
        if (Array.Find(texts, OmeDescription.Is) is { } ome) return (index, OfOme(file, ome, chain.Pages.Count, first, options));
        if (MetaMorphDescription.Planes(first.Directory) is > 0 and var planes)
        {
            if (planes > 1 && chain.Pages.Count == 1 && first.Compression != Compressions.None)
                throw new InputException(path,
                    $"is a MetaMorph stack of {planes} planes compressed with {Compressions.Name(first.Compression)}, which is not read. "
                    + "Save it uncompressed, or as OME-TIFF.");
            index = index.WithFollowing(file, first, planes);
            return (index, MetaMorphDescription.Of(file, first.Directory, index.Planes, options.Slices));
        }

        if (Array.Find(texts, ImageJDescription.Is) is { } imageJ)
        {
            index = index.WithFollowing(file, first, ImageJDescription.Images(imageJ));
            return (index, ImageJDescription.Of(imageJ, index.Planes, first.Directory.Fraction(TagId.XResolution), options.Slices));
        }

        foreach (string text in texts)
        {
            TiffIndex found = index.WithFollowing(file, first, ShapeDescription.Images(text, first));
            if (ShapeDescription.Of(path, text, first, options) is { } shaped) return (found, shaped);
        }

        if (MicroManagerDescription.Of(file, index.Planes) is { } summary) return (index, summary);
        (PageChain frames, IReadOnlyList<SourceNote> notes) = Previews.LeftOut(chain);
        return (new TiffIndex(frames), StackLayout.Plain(frames.Pages.Count) with { Notes = notes });
    }

    private static StackLayout OfOme(TiffFile file, string description, int pages, TiffPage first, ReadOptions options)
    {
        StackLayout layout = OmeDescription.Of(file.Path, description, pages, first, options);
        if (layout.FrameInterval is not null || MicroManagerDescription.Of(file, pages) is not { } summary) return layout;
        return layout with { Format = "OME-TIFF (Micro-Manager)", FrameInterval = summary.FrameInterval, FrameIntervalOrigin = summary.FrameIntervalOrigin };
    }
}
