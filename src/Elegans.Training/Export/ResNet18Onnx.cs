using Elegans.Packages;
using Elegans.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Export;

/// <summary>Writes a trained network as ONNX, with batch normalisation folded into the convolutions before it.</summary>
public static class ResNet18Onnx
{
    private const float NormalisationEpsilon = 1e-5f;

    /// <summary>Writes the network.</summary>
    /// <param name="network">A trained network.</param>
    /// <param name="input">Its input.</param>
    /// <param name="halfPrecision">Whether to store weights as float16, which halves the file. The arithmetic stays in float32.</param>
    public static byte[] Export(ResNet18 network, InputSpecification input, bool halfPrecision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        var graph = new OnnxGraph("lineage-population", halfPrecision);
        string x = graph.Input("frames", 1, input.Height, input.Width);
        x = graph.Node("Relu", "stem.relu", [Convolution(graph, "stem", x, network.conv1, network.bn1, size: 7, stride: 2)]);
        x = graph.Node("MaxPool", "pool", [x], Pair("kernel_shape", 3), Pair("strides", 2), ("pads", [1, 1, 1, 1], false));
        int number = 0;
        foreach (ResidualBlock block in network.blocks) x = Block(graph, $"block{++number}", x, block);
        x = graph.Node("Flatten", "features", [graph.Node("GlobalAveragePool", "average", [x])], ("axis", [1], true));
        string weight = graph.Weights("head.weight", network.fc.weight.shape, Values(network.fc.weight));
        string bias = graph.Weights("head.bias", network.fc.bias!.shape, Values(network.fc.bias!));
        _ = graph.Node("Gemm", "counts", [x, weight, bias], ("transB", [1], true));
        graph.Output("counts", ResNet18.Outputs);
        return graph.ToArray();
    }

    private static string Block(OnnxGraph graph, string name, string x, ResidualBlock block)
    {
        string y = graph.Node("Relu", $"{name}.relu1", [Convolution(graph, $"{name}.conv1", x, block.conv1, block.bn1, 3, block.Stride)]);
        y = Convolution(graph, $"{name}.conv2", y, block.conv2, block.bn2, 3, 1);
        string shortcut = block.shortcut is null ? x : Convolution(graph, $"{name}.shortcut", x, block.shortcut, block.shortcutNorm!, 1, block.Stride);
        return graph.Node("Relu", $"{name}.relu2", [graph.Node("Add", $"{name}.sum", [y, shortcut])]);
    }

    /// <summary>y = γ (w∗x − μ) / √(σ² + ε) + β is a convolution with weights w γ / √(σ² + ε) and bias β − μ γ / √(σ² + ε).</summary>
    private static string Convolution(OnnxGraph graph, string name, string x, MixedConvolution convolution, BatchNorm2d norm, int size, int stride)
    {
        float[] weights = Values(convolution.weight), gain = Values(norm.weight!), bias = Values(norm.bias!);
        float[] mean = Values(norm.running_mean!), variance = Values(norm.running_var!);
        int perOutput = weights.Length / gain.Length;
        for (int output = 0; output < gain.Length; output++)
        {
            float factor = gain[output] / MathF.Sqrt(variance[output] + NormalisationEpsilon);
            foreach (ref float weight in weights.AsSpan(output * perOutput, perOutput)) weight *= factor;
            bias[output] -= mean[output] * factor;
        }

        long pad = size / 2;
        return graph.Node(
            "Conv",
            name,
            [x, graph.Weights($"{name}.weight", convolution.weight.shape, weights), graph.Weights($"{name}.bias", [bias.Length], bias)],
            Pair("kernel_shape", size),
            Pair("strides", stride),
            ("pads", [pad, pad, pad, pad], false));
    }

    private static (string Name, long[] Values, bool Single) Pair(string name, long value) => (name, [value, value], false);

    private static float[] Values(Tensor tensor)
    {
        using Tensor plain = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        return plain.data<float>().ToArray();
    }
}
