namespace Elegans.Imaging.Tiff;

/// <summary>Pages of a stack that nothing is said about which are no frames by their size: a small copy or two beside many pages of one size.</summary>
internal static class Previews
{
    private const int MaxPreviews = 2;

    /// <summary>Leaves them out, and says so; where sizes differ otherwise, keeps every page and says that.</summary>
    /// <param name="chain">The pages.</param>
    internal static (PageChain Frames, IReadOnlyList<SourceNote> Notes) LeftOut(PageChain chain)
    {
        var usual = chain.Sizes.GroupBy(size => size).OrderByDescending(same => same.Count()).ThenByDescending(same => same.Key.Width).First();
        (long width, long height) = usual.Key;
        int[] others = [.. Enumerable.Range(0, chain.Sizes.Count).Where(page => chain.Sizes[page] != (width, height))];
        if (others.Length == 0) return (chain, []);
        bool arePreviews = others.Length <= MaxPreviews && (others.Length < usual.Count() || chain.Pages.Count == 2)
            && Array.TrueForAll(others, page => chain.Sizes[page].Width > 0 && chain.Sizes[page].Width * 2 <= width && chain.Sizes[page].Height * 2 <= height);
        if (!arePreviews) return (chain, [new SourceNote("Its pages are of different sizes; each is taken as a frame.")]);
        string sizes = string.Join(" and ", others.Select(page => FormattableString.Invariant($"{chain.Sizes[page].Width} × {chain.Sizes[page].Height}")));
        int[] kept = [.. Enumerable.Range(0, chain.Sizes.Count).Except(others)];
        (string left, string are) = others.Length == 1 ? ("A page", "is a preview and is") : ("Two pages", "are previews and are");
        string note = FormattableString.Invariant($"{left} of {sizes} pixels among those of {width} × {height} {are} left out.");
        return (new PageChain([.. kept.Select(page => chain.Pages[page])], [.. kept.Select(page => chain.Sizes[page])], chain.IsCutOff),
            [new SourceNote(note)]);
    }
}
