using System.Security.Cryptography;
using Elegans.Embryos;

namespace Elegans.Tests.Embryos;

/// <summary>The finder's network, which is inside of the library.</summary>
public sealed class ShippedFinderTests
{
    [Fact]
    public void The_card_is_that_of_the_network_inside_of_the_library()
    {
        using Stream stream = typeof(EmbryoFinder).Assembly.GetManifestResourceStream("embryo-finder.onnx")!;
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        Assert.Contains(hash, File.ReadAllText(Path.Combine(Repository.Root, "models", "embryo-finder", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_smaller_than_what_a_repository_should_hold() =>
        Assert.InRange(new FileInfo(Path.Combine(Repository.Root, "models", "embryo-finder", "finder.onnx")).Length, 1, 25_000_000);
}
