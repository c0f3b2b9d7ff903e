using Elegans.Models;
using Elegans.Models.Onnx;
using Elegans.Training.Networks;

namespace Elegans.Training.Export;

/// <summary>Writes a network as ONNX, with batch normalisation folded into the convolutions before it.</summary>
public class ResNet18Onnx
{
    private (int Channels, int Height, int Width)? mapsShape;

    private protected ResNet18Onnx(OnnxGraph graph, FoldedResNet18 network) => (Graph, Network) = (graph, network);

    private protected OnnxGraph Graph { get; }

    private protected FoldedResNet18 Network { get; }

    /// <summary>Writes the network.</summary>
    /// <param name="network">A trained network.</param>
    /// <param name="input">Its input.</param>
    /// <param name="halfPrecision">Whether to store weights as float16, which halves the file. The arithmetic stays in float32.</param>
    public static byte[] Export(ResNet18 network, InputSpecification input, bool halfPrecision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        return new ResNet18Onnx(new OnnxGraph("lineage-population", halfPrecision), FoldedResNet18.Of(network)).ToArray(input);
    }

    private protected byte[] ToArray(InputSpecification input)
    {
        string x = Activation(Graph.Input("frames", 1, input.Height, input.Width), "frames");
        x = Activation(Graph.Node("Relu", "stem.relu", [Convolution("stem", x, "frames", 1, 64, size: 7, stride: 2)]), "stem.relu");
        x = Pooled(Graph.Node("MaxPool", "pool", [x], Pair("kernel_shape", 3), Pair("strides", 2), ("pads", [1, 1, 1, 1], false)), "stem.relu");
        string name = "stem.relu";
        for (int block = 1; block <= FoldedResNet18.Blocks; block++)
        {
            (int from, int to) = FoldedResNet18.Channels(block);
            (x, name) = Block($"block{block}", from, to, x, name);
            if (block == ResNet18.BlocksBeforeMaps && Network.FindsNuclei) AddMaps(x, name, to, input);
        }

        x = Graph.Node("Flatten", "features", [Graph.Node("GlobalAveragePool", "average", [x])], ("axis", [1], true));
        string weight = Graph.Weights("head.weight", [Network.Outputs, Network.Values("head.weight").Length / Network.Outputs], Network.Values("head.weight"));
        string bias = Graph.Weights("head.bias", [Network.Outputs], Network.Values("head.bias"));
        _ = Graph.Node("Gemm", "counts", [x, weight, bias], ("transB", [1], true));
        Graph.Output("counts", Network.Outputs);
        if (mapsShape is { } shape) Graph.Output(OnnxNetwork.NucleiOutput, shape.Channels, shape.Height, shape.Width);
        return Graph.ToArray();
    }

    /// <summary>Called for every activation that the next layer computes with; returns what it computes with.</summary>
    private protected virtual string Activation(string tensor, string range) => tensor;

    /// <summary>Called for what pooling leaves of an activation, whose range it keeps.</summary>
    private protected virtual string Pooled(string tensor, string range) => tensor;

    /// <summary>Stores the weights and the bias of a convolution, and returns the tensors that hold them.</summary>
    private protected virtual (string Weight, string Bias) Weights(string name, string inputRange, long[] shape) => (
        Graph.Weights($"{name}.weight", shape, Network.Values($"{name}.weight")),
        Graph.Weights($"{name}.bias", [shape[0]], Network.Values($"{name}.bias")));

    /// <summary>The maps of nuclei: a second output, before the counts.</summary>
    private void AddMaps(string x, string range, int channels, InputSpecification input)
    {
        (string y, _) = Block(FoldedResNet18.MapsBlock, channels, channels, x, range);
        (int maps, int height, int width) = new NucleusMapLayout(input).Shape;
        string weight = Graph.Weights($"{FoldedResNet18.MapsHead}.weight", [maps, channels, 1, 1], Network.Values($"{FoldedResNet18.MapsHead}.weight"));
        string bias = Graph.Weights($"{FoldedResNet18.MapsHead}.bias", [maps], Network.Values($"{FoldedResNet18.MapsHead}.bias"));
        _ = Graph.Node("Conv", OnnxNetwork.NucleiOutput, [y, weight, bias], Pair("kernel_shape", 1), Pair("strides", 1), ("pads", [0, 0, 0, 0], false));
        mapsShape = (maps, height, width);
    }

    private (string Tensor, string Range) Block(string name, int from, int to, string x, string range)
    {
        int stride = from == to ? 1 : 2;
        string y = Activation(Graph.Node("Relu", $"{name}.relu1", [Convolution($"{name}.conv1", x, range, from, to, 3, stride)]), $"{name}.relu1");
        y = Activation(Convolution($"{name}.conv2", y, $"{name}.relu1", to, to, 3, 1), $"{name}.conv2");
        string shortcut = from == to ? x : Activation(Convolution($"{name}.shortcut", x, range, from, to, 1, stride), $"{name}.shortcut");
        return (Activation(Graph.Node("Relu", $"{name}.relu2", [Graph.Node("Add", $"{name}.sum", [y, shortcut])]), $"{name}.relu2"), $"{name}.relu2");
    }

    private string Convolution(string name, string x, string inputRange, int from, int to, int size, int stride)
    {
        (string weight, string bias) = Weights(name, inputRange, [to, from, size, size]);
        long pad = size / 2;
        return Graph.Node("Conv", name, [x, weight, bias], Pair("kernel_shape", size), Pair("strides", stride), ("pads", [pad, pad, pad, pad], false));
    }

    private static (string Name, long[] Values, bool Single) Pair(string name, long value) => (name, [value, value], false);
}
