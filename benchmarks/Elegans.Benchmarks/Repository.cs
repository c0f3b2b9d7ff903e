namespace Elegans.Benchmarks;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    internal static string Sample => Path.Combine(Root, "samples", "embryo.mp4");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Elegans.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Benchmarks run from inside the repository.");
    }
}
