using Elegans.Models;
using Elegans.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Export;

/// <summary>Puts the weights of a model package back into a network that can be trained further.</summary>
/// <remarks>
/// A package holds convolutions with batch normalisation folded into them. What they hold is kept exactly: each
/// normalisation gets the mean and variance that its convolution has on real batches, and a gain and a bias that undo
/// them; weights are brought to the size that fresh ones have, which normalisation makes no difference to.
/// </remarks>
internal static class PackageWeights
{
    private const double NormalisationEpsilon = 1e-5;

    /// <summary>Restores a network.</summary>
    /// <param name="package">A package of the same architecture; it may lack the last output.</param>
    /// <param name="network">Receives the weights.</param>
    /// <param name="batches">How many batches to take statistics from.</param>
    /// <param name="render">Gives the batch of a number.</param>
    /// <exception cref="ModelPackageException">The package holds another network.</exception>
    internal static void Restore(ModelPackage package, ResNet18 network, int batches, Func<long, Tensor> render)
    {
        FoldedResNet18 weights = FoldedResNet18.Of(package);
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        // A package may lack the maps of nuclei; then they start from random weights.
        (string Name, MixedConvolution Convolution, BatchNorm2d Norm)[] layers = [.. FoldedResNet18.Layers(network)
            .Where(layer => weights.FindsNuclei || !layer.Name.StartsWith(FoldedResNet18.MapsBlock, StringComparison.Ordinal))];
        foreach ((string name, MixedConvolution convolution, BatchNorm2d norm) in layers) Load(weights, name, convolution, norm);
        LoadHead(weights, network.fc);
        if (weights.FindsNuclei && network.maps is { } maps)
        {
            _ = maps.weight.copy_(tensor(weights.Values($"{FoldedResNet18.MapsHead}.weight")).reshape(maps.weight.shape));
            _ = maps.bias!.copy_(tensor(weights.Values($"{FoldedResNet18.MapsHead}.bias")));
        }

        Dictionary<BatchNorm2d, Moments> moments = Measure(network, layers.Select(layer => layer.Norm), batches, render);
        foreach ((_, MixedConvolution convolution, BatchNorm2d norm) in layers) Unfold(convolution, norm, moments[norm]);
    }

    private static void Load(FoldedResNet18 weights, string name, MixedConvolution convolution, BatchNorm2d norm)
    {
        _ = convolution.weight.copy_(tensor(weights.Values($"{name}.weight")).reshape(convolution.weight.shape));
        _ = norm.weight!.fill_(1);
        _ = norm.bias!.copy_(tensor(weights.Values($"{name}.bias")));
        _ = norm.running_mean!.fill_(0);
        _ = norm.running_var!.fill_(1 - NormalisationEpsilon);
    }

    private static void LoadHead(FoldedResNet18 weights, Linear head)
    {
        long features = head.weight.shape[1], rows = weights.Outputs;
        _ = head.weight.narrow(0, 0, rows).copy_(tensor(weights.Values("head.weight")).reshape(rows, features));
        _ = head.bias!.narrow(0, 0, rows).copy_(tensor(weights.Values("head.bias")));
    }

    /// <summary>Means and variances of what every normalisation receives. The network still computes what the package does.</summary>
    private static Dictionary<BatchNorm2d, Moments> Measure(ResNet18 network, IEnumerable<BatchNorm2d> norms, int batches, Func<long, Tensor> render)
    {
        network.eval();
        Dictionary<BatchNorm2d, Moments> moments = norms.ToDictionary(norm => norm, _ => new Moments());
        var hooks = moments.Select(pair => pair.Key.register_forward_pre_hook((_, x) =>
        {
            pair.Value.Add(x);
            return x;
        })).ToList();
        for (int number = 0; number < batches; number++)
        {
            using DisposeScope scope = NewDisposeScope();
            _ = network.call(render(number));
        }

        foreach (var hook in hooks) hook.remove();
        return moments;
    }

    private static void Unfold(MixedConvolution convolution, BatchNorm2d norm, Moments moments)
    {
        Tensor mean = moments.Mean(), variance = moments.Variance();
        long[] shape = convolution.weight.shape;
        Tensor size = convolution.weight.std([1, 2, 3]).clamp_min(1e-8), usual = tensor((float)Math.Sqrt(2.0 / (shape[0] * shape[2] * shape[3])));
        Tensor factor = usual / size;
        _ = norm.weight!.copy_((variance + NormalisationEpsilon).sqrt());
        _ = norm.bias!.add_(mean);
        _ = convolution.weight.mul_(factor.reshape(-1, 1, 1, 1));
        _ = norm.running_mean!.copy_(mean * factor);
        _ = norm.running_var!.copy_(variance * factor * factor);
    }

    /// <summary>Running sums of a layer's input, channel by channel.</summary>
    private sealed class Moments
    {
        private float[] sums = [], squares = [];
        private int batches;

        internal void Add(Tensor x)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor single = x.to(ScalarType.Float32);
            sums = Plus(sums, single.mean([0, 2, 3]));
            squares = Plus(squares, single.square().mean([0, 2, 3]));
            batches++;
        }

        internal Tensor Mean() => tensor(sums) / batches;

        internal Tensor Variance() => ((tensor(squares) / batches) - Mean().square()).clamp_min(1e-8);

        private static float[] Plus(float[] sum, Tensor values)
        {
            float[] added = values.data<float>().ToArray();
            for (int i = 0; i < sum.Length; i++) added[i] += sum[i];
            return added;
        }
    }
}
