using Elegans.Models;

namespace Elegans.Training.Export;

/// <summary>
/// Writes a network that computes in whole numbers of eight bits: weights by the scale of their own output channel, activations
/// by the ranges measured (Jacob et al. 2018, https://doi.org/10.1109/CVPR.2018.00286), in ONNX's QuantizeLinear and DequantizeLinear. The head
/// stays in floating point.
/// </summary>
internal sealed class QuantisedResNet18Onnx : ResNet18Onnx
{
    /// <summary>
    /// Seven bits of the eight: processors without VNNI add pairs of products in 16 bits, which 255 × 64 × 2 just fits, so that
    /// every processor computes the same.
    /// </summary>
    private const int GreatestWeight = 63;
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

    private protected override (string Weight, string Bias) Weights(string name, string inputRange, long[] shape)
    {
        float[] weights = Network.Values($"{name}.weight"), bias = Network.Values($"{name}.bias");
        int outputs = bias.Length, perOutput = weights.Length / outputs;
        float[] scales = new float[outputs], biasScales = new float[outputs];
        sbyte[] whole = new sbyte[weights.Length];
        int[] wholeBias = new int[outputs];
        for (int output = 0; output < outputs; output++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(output * perOutput, perOutput);
            scales[output] = WeightScale.Best(row, GreatestWeight);
            for (int i = 0; i < perOutput; i++) whole[(output * perOutput) + i] = (sbyte)Math.Clamp(
                Math.Round(row[i] / scales[output]), -GreatestWeight, GreatestWeight);
            biasScales[output] = scales[output] * ranges[inputRange].Scale;
            wholeBias[output] = (int)Math.Round(bias[output] / (double)biasScales[output]);
        }

        return (
            Graph.Dequantised($"{name}.weight", shape, whole, scales),
            Graph.Dequantised($"{name}.bias", [outputs], wholeBias, biasScales));
    }

    private string Rounded(string tensor, ActivationRange range) => Graph.Rounded(tensor, range.Scale, range.ZeroPoint);
}
