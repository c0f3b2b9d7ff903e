namespace Elegans.Tests;

/// <summary>Where the tests find files: the repository's own, and the real data beside it where there is any.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SampleMovie { get; } = Path.Combine(Root, "samples", "embryo.mp4");

    public static string SampleLabels { get; } = Path.Combine(Root, "samples", "embryo.csv");

    public static string SampleNuclei { get; } = Path.Combine(Root, "samples", "embryo-nuclei.csv.gz");

    public static string SampleImage { get; } = Path.Combine(Root, "samples", "embryo-frame-100.png");

    /// <summary>What the shipped model makes of the sample movie and the sample image, in the words of the last line. Another model makes something else.
    /// </summary>
    public const string SampleMovieCells = "2 to 359 cells", SampleImageCells = "185 cells";

    /// <summary>A file of the real data (EPIC's movies and tracks); the test is skipped, and says so, where it is not there.</summary>
    public static string RealData(params string[] path)
    {
        string folder = Environment.GetEnvironmentVariable("ELEGANS_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        string file = Path.GetFullPath(Path.Combine([folder, .. path]));
        Assert.SkipUnless(File.Exists(file) || Directory.Exists(file), $"The real data is not here ({Path.Combine(path)}): set ELEGANS_DATA to its folder.");
        return file;
    }

    public static string RealMovie(string embryo) => RealData("movies", $"{embryo}.mov");

    public static string RealNuclei(string embryo) => RealData("nuclei", $"CD{embryo}.csv.gz");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Elegans.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
