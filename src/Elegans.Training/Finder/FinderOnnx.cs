using Elegans.Embryos;
using Elegans.Training.Export;

namespace Elegans.Training.Finder;

/// <summary>
/// Writes the finder's network as ONNX, with batch normalisation folded into the convolutions before it: in floating point, or in whole numbers of eight
/// bits with the ranges that its activations were measured to have.
/// </summary>
internal sealed class FinderOnnx
{
    private const string Input = "field";
    private readonly OnnxGraph graph = new("embryo-finder", halfPrecision: false);
    private readonly IReadOnlyDictionary<string, float[]> weights;
    private readonly ActivationRanges? ranges;
    private readonly List<string>? exposed;

    private FinderOnnx(IReadOnlyDictionary<string, float[]> weights, ActivationRanges? ranges, List<string>? exposed) =>
        (this.weights, this.ranges, this.exposed) = (weights, ranges, exposed);

    /// <summary>The network in floating point.</summary>
    /// <param name="weights">Its weights, as <see cref="FoldedFinder"/> has them.</param>
    internal static byte[] Export(IReadOnlyDictionary<string, float[]> weights) => new FinderOnnx(weights, null, null).Write();

    /// <summary>The network in whole numbers, with ranges measured on some inputs.</summary>
    internal static byte[] Quantise(IReadOnlyDictionary<string, float[]> weights, IEnumerable<float[]> inputs, CancellationToken cancellation)
    {
        var activations = new List<string>();
        byte[] model = new FinderOnnx(weights, null, activations).Write();
        var measured = ActivationRanges.Measure(
            model, activations, Input, [FinderInput.Planes, FinderInput.Side, FinderInput.Side],
            ActivationRange.Between(FinderInput.Least, FinderInput.Greatest), inputs, cancellation);
        return new FinderOnnx(weights, measured, null).Write();
    }

    private byte[] Write()
    {
        string x = Activation(graph.Input(Input, FinderInput.Planes, FinderInput.Side, FinderInput.Side));
        x = Relu(Convolution("stem", x, FinderInput.Planes, FinderNetwork.Blocks[0].From, 3, 2));
        var levels = new List<string>();
        for (int i = 0; i < FinderNetwork.Blocks.Length; i++) levels.Add(x = Block(i, x));
        string joined = Lateral(0, levels);
        for (int i = 1; i < FinderNetwork.Levels.Length; i++)
        {
            string up = graph.Node("Resize", $"up{i}", [joined, "", graph.Scales($"up{i}.scales", 1, 1, 2, 2)]);
            joined = Join(i - 1, Activation(graph.Node("Add", $"sum{i}", [Activation(up), Lateral(i, levels)])));
        }

        Maps(Join(FinderNetwork.Levels.Length - 1, joined));
        return graph.ToArray();
    }

    private string Block(int number, string x)
    {
        (int from, int to, int stride) = FinderNetwork.Blocks[number];
        string name = $"block{number + 1}";
        string y = Relu(Convolution($"{name}.conv1", x, from, to, 3, stride));
        y = Activation(Convolution($"{name}.conv2", y, to, to, 3, 1));
        if (weights.ContainsKey($"{name}.shortcut.weight")) x = Activation(Convolution($"{name}.shortcut", x, from, to, 1, stride));
        return Relu(graph.Node("Add", $"{name}.sum", [y, x]));
    }

    private string Lateral(int number, List<string> levels)
    {
        int level = FinderNetwork.Levels[number];
        return Activation(Convolution($"lateral{number}", levels[level], FinderNetwork.Blocks[level].To, FinderNetwork.Width, 1, 1));
    }

    private string Join(int number, string x) => Relu(Convolution($"join{number}", x, FinderNetwork.Width, FinderNetwork.Width, 3, 1));

    /// <summary>The maps stay in floating point: the outlines are read from them.</summary>
    private void Maps(string x)
    {
        string weight = graph.Weights("maps.weight", [OutlineMaps.Maps, FinderNetwork.Width, 1, 1], weights["maps.weight"]);
        _ = Node("maps", x, weight, graph.Weights("maps.bias", [OutlineMaps.Maps], weights["maps.bias"]), 1, 1);
        graph.Output("maps", OutlineMaps.Maps, OutlineMaps.Side, OutlineMaps.Side);
    }

    private string Relu(string x) => Activation(graph.Node("Relu", $"{x}.relu", [x]));

    /// <summary>What the next layer computes with, of an activation.</summary>
    private string Activation(string tensor)
    {
        if (ranges is not null) return graph.Rounded(tensor, ranges[tensor].Scale, ranges[tensor].ZeroPoint);
        if (exposed is null || tensor == Input) return tensor;
        exposed.Add(tensor);
        graph.Expose(tensor);
        return tensor;
    }

    private string Convolution(string name, string x, int from, int to, int size, int stride)
    {
        float[] weight = weights[$"{name}.weight"], bias = weights[$"{name}.bias"];
        long[] shape = [to, from, size, size];
        if (ranges is null) return Node(
            name, x, graph.Weights($"{name}.weight", shape, weight), graph.Weights($"{name}.bias", [to], bias), size, stride);
        (string wholeWeight, string wholeBias) = graph.Quantised(name, shape, weight, bias, ranges[x[..^OnnxGraph.RoundedSuffix.Length]].Scale);
        return Node(name, x, wholeWeight, wholeBias, size, stride);
    }

    private string Node(string name, string x, string weight, string bias, int size, int stride)
    {
        long pad = size / 2;
        return graph.Node(
            "Conv", name, [x, weight, bias],
            ("kernel_shape", [size, size], false), ("strides", [stride, stride], false), ("pads", [pad, pad, pad, pad], false));
    }
}
