using Elegans.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests;

/// <summary>Networks for tests.</summary>
internal static class TestNetworks
{
    /// <summary>A network whose normalisation has seen data, so that folding it makes a difference.</summary>
    public static ResNet18 Warm(int seed)
    {
        _ = random.manual_seed(seed);
        var network = new ResNet18();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        network.train();
        for (int i = 0; i < 3; i++) _ = network.call(randn(4, 1, 64, 96));
        network.eval();
        return network;
    }
}
