using Elegans.Models;

namespace Elegans.Training.Export;

/// <summary>
/// Writes a network that computes in whole numbers of eight bits: weights by the scale of their own output channel, activations
/// by the ranges measured (Jacob et al. 2018, https://doi.org/10.1109/CVPR.2018.00286), in ONNX's QuantizeLinear and DequantizeLinear. The head
/// stays in floating point.
/// </summary>
internal sealed class QuantisedResNet18Onnx : ResNet18Onnx
{
    private readonly ActivationRanges ranges;

    private QuantisedResNet18Onnx(FoldedResNet18 network, ActivationRanges ranges)
        : base(new OnnxGraph("lineage-population", halfPrecision: false), network) => this.ranges = ranges;

    /// <summary>Writes the network.</summary>
    /// <param name="network">The network in floating point.</param>
    /// <param name="ranges">The ranges of its activations.</param>
    /// <param name="input">Its input.</param>
    internal static byte[] Export(FoldedResNet18 network, ActivationRanges ranges, InputSpecification input) =>
        new QuantisedResNet18Onnx(network, ranges).ToArray(input);

    private protected override string Activation(string tensor, string range) => Rounded(tensor, ranges[range]);

    private protected override string Pooled(string tensor, string range) => Rounded(tensor, ranges[range]);

    private protected override (string Weight, string Bias) Weights(string name, string inputRange, long[] shape) => Graph.Quantised(
        name, shape, Network.Values($"{name}.weight"), Network.Values($"{name}.bias"), ranges[inputRange].Scale);

    private string Rounded(string tensor, ActivationRange range) => Graph.Rounded(tensor, range.Scale, range.ZeroPoint);
}
