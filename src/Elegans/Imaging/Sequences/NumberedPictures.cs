using Elegans.Files;
using Elegans.Imaging.Sequences;

namespace Elegans.Imaging;

/// <summary>Tells the frames of one movie, saved as pictures, from pictures of many embryos.</summary>
public static class NumberedPictures
{
    /// <summary>Fewer pictures than this, whatever their names, are pictures.</summary>
    private const int MinPictures = 4;

    /// <summary>One series for each channel; where there are more, they are many embryos'.</summary>
    private const int MaxSeries = 3;

    /// <summary>Stacks of so many planes are movies of their own.</summary>
    private const int MinMovie = 20;

    /// <summary>How many stacks are opened to see whether they are alike.</summary>
    private const int MaxOpened = 4;

    /// <summary>The share of all files that the pictures of one series make up at least.</summary>
    private const double NearlyAll = 0.9;

    /// <summary>What files look like by their names; the first ones are opened, as long stacks are a movie each.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The numbered pictures; null where the files do not look like the frames of one movie.</returns>
    public static NumberedSeries? LookLike(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        string[] pictures = [.. files.Where(SequenceFiles.IsPicture)];
        if (pictures.Length < MinPictures) return null;
        PictureSeries[] numbered = [.. PictureSeries.Of(pictures).Where(series => series.Pictures.Count >= MinPictures)];
        if (numbered.Length is 0 or > MaxSeries || numbered.Sum(series => series.Pictures.Count) < NearlyAll * files.Count) return null;
        PictureSeries longest = numbered[0];
        var found = new NumberedSeries(
            numbered.Sum(series => series.Pictures.Count), longest.Pictures[0].Name, numbered[^1].Pictures[^1].Name, longest.Slices.Count > 1)
        {
            Series = numbered.Length,
        };
        int?[] planes = [.. longest.Pictures.Take(MaxOpened).Select(picture => PlanesOf(picture.Path))];
        if (planes[0] is null or 1) return found;
        // Stacks of as many planes are the slices of time points each; longer ones are movies, unless their names say slices.
        if (planes.Any(count => count != planes[0]) || planes[0] == 0 || (planes[0] >= MinMovie && !longest.IsDepthOnly)) return null;
        return found with { Planes = planes[0]!.Value, AreMoviesOfSlices = longest.IsDepthOnly };
    }

    /// <summary>How many frames a file holds by itself; 0 where it is a video, null where it cannot be read.</summary>
    private static int? PlanesOf(string path)
    {
        try
        {
            var source = FrameSource.Open(path, new ReadOptions { StackChannel = 1 });
            return !source.IsMovie ? 1 : source.Description.Kind == SourceKind.Stack ? source.AnnouncedFrames ?? 0 : 0;
        }
        catch (InputException)
        {
            // Whether it can be read is for who reads it to say.
            return null;
        }
    }
}
