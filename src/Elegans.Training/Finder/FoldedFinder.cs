using System.Numerics.Tensors;
using Elegans.Training.Export;
using Elegans.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace Elegans.Training.Finder;

/// <summary>The weights of a finder's network as it ships: every batch normalisation folded into the convolution before it.</summary>
internal static class FoldedFinder
{
    /// <summary>Every tensor by its name, such as <c>block3.conv1.weight</c>.</summary>
    internal static IReadOnlyDictionary<string, float[]> Of(FinderNetwork network)
    {
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        FoldedResNet18.Fold(weights, "stem", network.stem, network.stemNorm);
        for (int i = 0; i < FinderNetwork.Blocks.Length; i++)
        {
            ResidualBlock block = network.blocks[i];
            FoldedResNet18.Fold(weights, $"block{i + 1}.conv1", block.conv1, block.bn1);
            FoldedResNet18.Fold(weights, $"block{i + 1}.conv2", block.conv2, block.bn2);
            if (block.shortcut is not null) FoldedResNet18.Fold(weights, $"block{i + 1}.shortcut", block.shortcut, block.shortcutNorm!);
        }

        for (int i = 0; i < FinderNetwork.Levels.Length; i++)
        {
            FoldedResNet18.Fold(weights, $"join{i}", network.joins[i], network.joinNorms[i]);
            weights[$"lateral{i}.weight"] = FoldedResNet18.Values(network.laterals[i].weight);
            weights[$"lateral{i}.bias"] = FoldedResNet18.Values(network.laterals[i].bias!);
        }

        weights["maps.weight"] = FoldedResNet18.Values(network.head.weight);
        weights["maps.bias"] = FoldedResNet18.Values(network.head.bias!);
        return weights;
    }

    /// <summary>Makes a network compute as folded weights say: its normalisation then changes nothing but adds the bias.</summary>
    internal static void Load(FinderNetwork network, IReadOnlyDictionary<string, float[]> weights)
    {
        using IDisposable quiet = torch.no_grad();
        Unfold("stem", network.stem, network.stemNorm);
        for (int i = 0; i < FinderNetwork.Blocks.Length; i++)
        {
            ResidualBlock block = network.blocks[i];
            Unfold($"block{i + 1}.conv1", block.conv1, block.bn1);
            Unfold($"block{i + 1}.conv2", block.conv2, block.bn2);
            if (block.shortcut is not null) Unfold($"block{i + 1}.shortcut", block.shortcut, block.shortcutNorm!);
        }

        for (int i = 0; i < FinderNetwork.Levels.Length; i++)
        {
            Unfold($"join{i}", network.joins[i], network.joinNorms[i]);
            Set($"lateral{i}.weight", network.laterals[i].weight);
            Set($"lateral{i}.bias", network.laterals[i].bias!);
        }

        Set("maps.weight", network.head.weight);
        Set("maps.bias", network.head.bias!);

        void Unfold(string name, MixedConvolution convolution, BatchNorm2d norm)
        {
            float[] kernels = [.. weights[$"{name}.weight"]], gains = new float[weights[$"{name}.bias"].Length];
            int perOutput = kernels.Length / gains.Length;
            // As large as random weights begin, the rest in the gain: steps of the optimiser are then as large as in any other training.
            float usual = MathF.Sqrt(2f / (gains.Length * perOutput / convolution.weight.shape[1]));
            for (int output = 0; output < gains.Length; output++)
            {
                Span<float> row = kernels.AsSpan(output * perOutput, perOutput);
                gains[output] = MathF.Max(TensorPrimitives.Norm(row) / MathF.Sqrt(perOutput) / usual, 1e-6f);
                TensorPrimitives.Divide(row, gains[output], row);
            }

            Copy(kernels, convolution.weight);
            Copy(gains, norm.weight!);
            Set($"{name}.bias", norm.bias!);
            _ = norm.running_mean!.fill_(0);
            _ = norm.running_var!.fill_(1 - FoldedResNet18.NormalisationEpsilon);
        }

        void Set(string name, torch.Tensor tensor) => Copy(weights[name], tensor);

        static void Copy(float[] numbers, torch.Tensor tensor)
        {
            using torch.Tensor values = torch.tensor(numbers).reshape(tensor.shape);
            _ = tensor.copy_(values);
        }
    }
}
