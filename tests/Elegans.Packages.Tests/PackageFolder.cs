namespace Elegans.Packages.Tests;

/// <summary>Where NuGet unpacks packages on this machine.</summary>
internal static class PackageFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A file of an unpacked package.</summary>
    public static string File(string package, string version, string file) =>
        System.IO.Path.Combine(Path, package.ToLowerInvariant(), version, file);
}
