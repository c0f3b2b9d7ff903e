namespace Elegans.Packages.Tests;

/// <summary>Tests that share the packed packages; one after the other, as they build in the same folders.</summary>
[CollectionDefinition(Name)]
public sealed class PackagingTests : ICollectionFixture<LocalFeed>
{
    public const string Name = "Packaging";
}
