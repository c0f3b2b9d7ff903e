using Elegans.Models;

namespace Elegans.Training.Export;

/// <summary>Writes a network that gives out every activation, for a look at their ranges.</summary>
internal sealed class ExposedResNet18Onnx : ResNet18Onnx
{
    private readonly List<string> activations = [];

    private ExposedResNet18Onnx(FoldedResNet18 network)
        : base(new OnnxGraph("lineage-population-exposed", halfPrecision: false), network)
    {
    }

    internal static (byte[] Model, IReadOnlyList<string> Activations) Export(FoldedResNet18 network, InputSpecification input)
    {
        var exposed = new ExposedResNet18Onnx(network);
        return (exposed.ToArray(input), exposed.activations);
    }

    private protected override string Activation(string tensor, string range)
    {
        if (range == "frames") return tensor;
        activations.Add(tensor);
        Graph.Expose(tensor);
        return tensor;
    }
}
