namespace Elegans.Imaging.Tiff;

/// <summary>Where the planes of one file are: a directory for each, or one after the other behind a single directory.</summary>
/// <param name="Chain">The directories.</param>
/// <param name="Following">How many planes follow each other, the first among them; 1 where each has its directory.</param>
internal sealed record TiffIndex(PageChain Chain, int Following = 1)
{
    /// <summary>How many planes there are.</summary>
    internal int Planes => Math.Max(Chain.Pages.Count, Following);

    /// <summary>Finds planes without a directory behind the first one, as ImageJ stores more than 4 GB, and tifffile and MetaMorph any stack.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">Its first page.</param>
    /// <param name="promised">How many planes the description promises.</param>
    internal TiffIndex WithFollowing(TiffFile file, TiffPage page, long promised)
    {
        if (Chain.Pages.Count > 1 || promised <= 1 || page.Compression != Compressions.None || page.IsTiled || page.Bytes <= 0
            || !FollowsItself(page)) return this;
        long begin = page.Offsets[0], end = page.At > begin ? page.At : file.Length;
        return this with { Following = (int)Math.Clamp((end - begin) / page.Bytes, 1, Math.Min(promised, int.MaxValue)) };
    }

    private static bool FollowsItself(TiffPage page)
    {
        long[] offsets = page.Offsets;
        long row = page.Type.RowBytes(page.Width * (page.IsPlanar ? 1 : page.Samples)), at = offsets[0];
        for (int strip = 0; strip < offsets.Length; strip++)
        {
            if (offsets[strip] != at) return false;
            at += row * Math.Min(page.SegmentHeight, page.Height - (strip % page.Down * page.SegmentHeight));
        }

        return true;
    }
}
