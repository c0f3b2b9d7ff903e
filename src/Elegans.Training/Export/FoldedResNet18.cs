using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Networks;
using Google.Protobuf;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Export;

/// <summary>The weights of a ResNet18 as packages hold them: every batch normalisation folded into the convolution before it.</summary>
internal sealed class FoldedResNet18
{
    internal const float NormalisationEpsilon = 1e-5f;

    /// <summary>Channels after the stem and after each block.</summary>
    private static readonly int[] BlockChannels = [64, 64, 128, 128, 256, 256, 512, 512];
    private readonly IReadOnlyDictionary<string, float[]> weights;

    /// <summary>The block and the last layer of the maps of nuclei.</summary>
    internal const string MapsBlock = "nuclei", MapsHead = "nuclei.head";

    private FoldedResNet18(IReadOnlyDictionary<string, float[]> weights) => this.weights = weights;

    /// <summary>The number of residual blocks.</summary>
    internal static int Blocks => BlockChannels.Length;

    /// <summary>Whether the network has maps of nuclei.</summary>
    internal bool FindsNuclei => weights.ContainsKey($"{MapsHead}.weight");

    /// <summary>How many outputs the network has.</summary>
    internal int Outputs => weights["head.bias"].Length;

    /// <summary>Folds a trained network.</summary>
    internal static FoldedResNet18 Of(ResNet18 network)
    {
        var folded = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach ((string name, MixedConvolution convolution, BatchNorm2d norm) in Layers(network)) Fold(folded, name, convolution, norm);
        if (network.maps is { } maps)
        {
            folded[$"{MapsHead}.weight"] = Values(maps.weight);
            folded[$"{MapsHead}.bias"] = Values(maps.bias!);
        }

        folded["head.weight"] = Values(network.fc.weight);
        folded["head.bias"] = Values(network.fc.bias!);
        return new FoldedResNet18(folded);
    }

    /// <summary>Takes the weights out of a package.</summary>
    /// <exception cref="ModelPackageException">It holds another network, or weights that cannot be read.</exception>
    internal static FoldedResNet18 Of(ModelPackage package)
    {
        try
        {
            var folded = new FoldedResNet18(OnnxWeights.Read(package.Weights));
            foreach ((string name, int count) in folded.Sizes())
            {
                if (!folded.weights.TryGetValue(name, out float[]? values) || values.Length != count)
                    throw new ModelPackageException(
                        package.Folder, $"holds another network than ResNet18 in floating point: it has no {name} of {count} numbers.");
            }

            return folded;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelPackageException(package.Folder, $"holds weights that cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Every convolution of a network with the normalisation after it, by the name it has in packages.</summary>
    internal static IEnumerable<(string Name, MixedConvolution Convolution, BatchNorm2d Norm)> Layers(ResNet18 network)
    {
        yield return ("stem", network.conv1, network.bn1);
        int number = 0;
        foreach (ResidualBlock block in network.blocks)
        {
            number++;
            yield return ($"block{number}.conv1", block.conv1, block.bn1);
            yield return ($"block{number}.conv2", block.conv2, block.bn2);
            if (block.shortcut is not null) yield return ($"block{number}.shortcut", block.shortcut, block.shortcutNorm!);
        }

        if (network.nuclei is not { } nuclei) yield break;
        yield return ($"{MapsBlock}.conv1", nuclei.conv1, nuclei.bn1);
        yield return ($"{MapsBlock}.conv2", nuclei.conv2, nuclei.bn2);
    }

    /// <summary>Channels of a block's input and output; where they differ, the block halves width and height.</summary>
    /// <param name="block">The block's number, from 1.</param>
    internal static (int From, int To) Channels(int block) => (block == 1 ? 64 : BlockChannels[block - 2], BlockChannels[block - 1]);

    /// <summary>The numbers of one tensor, such as <c>block3.conv1.weight</c>. They stay this object's.</summary>
    internal float[] Values(string name) => weights[name];

    private IEnumerable<(string Name, int Count)> Sizes()
    {
        yield return ("stem.weight", 64 * 7 * 7);
        for (int block = 1; block <= Blocks; block++)
        {
            (int from, int to) = Channels(block);
            yield return ($"block{block}.conv1.weight", from * to * 9);
            yield return ($"block{block}.conv1.bias", to);
            yield return ($"block{block}.conv2.weight", to * to * 9);
            yield return ($"block{block}.conv2.bias", to);
            if (from != to) yield return ($"block{block}.shortcut.weight", from * to);
            if (from != to) yield return ($"block{block}.shortcut.bias", to);
        }

        if (FindsNuclei)
        {
            int channels = BlockChannels[ResNet18.BlocksBeforeMaps - 1];
            foreach (string convolution in new[] { $"{MapsBlock}.conv1", $"{MapsBlock}.conv2" })
            {
                yield return ($"{convolution}.weight", channels * channels * 9);
                yield return ($"{convolution}.bias", channels);
            }

            yield return ($"{MapsHead}.weight", NucleusMapLayout.Channels * channels);
            yield return ($"{MapsHead}.bias", NucleusMapLayout.Channels);
        }

        int outputs = weights.TryGetValue("head.bias", out float[]? bias) && bias.Length == FounderLineages.Count ? FounderLineages.Count : ResNet18.Outputs;
        yield return ("head.weight", outputs * BlockChannels[^1]);
        yield return ("head.bias", outputs);
    }

    /// <summary>y = γ (w∗x − μ) / √(σ² + ε) + β is a convolution with weights w γ / √(σ² + ε) and bias β − μ γ / √(σ² + ε).</summary>
    internal static void Fold(Dictionary<string, float[]> folded, string name, MixedConvolution convolution, BatchNorm2d norm)
    {
        float[] kernels = Values(convolution.weight), gain = Values(norm.weight!), bias = Values(norm.bias!);
        float[] mean = Values(norm.running_mean!), variance = Values(norm.running_var!);
        int perOutput = kernels.Length / gain.Length;
        for (int output = 0; output < gain.Length; output++)
        {
            float factor = gain[output] / MathF.Sqrt(variance[output] + NormalisationEpsilon);
            foreach (ref float weight in kernels.AsSpan(output * perOutput, perOutput)) weight *= factor;
            bias[output] -= mean[output] * factor;
        }

        folded[$"{name}.weight"] = kernels;
        folded[$"{name}.bias"] = bias;
    }

    internal static float[] Values(Tensor tensor)
    {
        using Tensor plain = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        return plain.data<float>().ToArray();
    }
}
