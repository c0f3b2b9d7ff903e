using TorchSharp;

namespace Elegans.Training.Tests;

/// <summary>Tests that run one after the other: torch's random generator and its threads belong to the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class OneTorch : ICollectionFixture<OneThread>
{
    public const string Name = "torch";
}

/// <summary>One thread: the networks of tests are small, and two threads wait for each other on a busy machine.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
