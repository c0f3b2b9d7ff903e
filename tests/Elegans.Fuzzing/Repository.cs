namespace Elegans.Fuzzing;

/// <summary>Where the samples are.</summary>
internal static class Repository
{
    internal static string Folder(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Elegans.slnx"))) return Path.Combine(folder.FullName, name);
        throw new InvalidOperationException("Fuzzing runs from inside the repository.");
    }
}
