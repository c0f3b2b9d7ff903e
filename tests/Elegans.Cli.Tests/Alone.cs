namespace Elegans.Cli.Tests;

/// <summary>Tests that look at the whole process: none other runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
