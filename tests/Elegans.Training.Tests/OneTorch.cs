namespace Elegans.Training.Tests;

/// <summary>Tests that run one after the other: torch's random generator and its threads belong to the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class OneTorch
{
    public const string Name = "torch";
}
