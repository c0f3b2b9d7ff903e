using System.Numerics.Tensors;
using Elegans.Models;
using Elegans.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Elegans.Training.Export;

/// <summary>The range of every activation of a network, measured on frames.</summary>
internal sealed class ActivationRanges
{
    private readonly Dictionary<string, ActivationRange> ranges;

    private ActivationRanges(Dictionary<string, ActivationRange> ranges) => this.ranges = ranges;

    /// <summary>The range of an activation.</summary>
    internal ActivationRange this[string tensor] => ranges[tensor];

    /// <summary>
    /// Runs the network in floating point and takes the least and the greatest value of every activation. Cutting rare extremes, as
    /// the least square error would have it, made readings of real frames worse by half.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Its input.</param>
    /// <param name="batches">Frames prepared for it, a few at a time: frame after frame.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static ActivationRanges Measure(
        FoldedResNet18 network, InputSpecification input, IReadOnlyCollection<float[]> batches, CancellationToken cancellation)
    {
        (byte[] model, IReadOnlyList<string> activations) = ExposedResNet18Onnx.Export(network, input);
        // The input is cut to its range already.
        return Measure(
            model, activations, "frames", [1, input.Height, input.Width], ActivationRange.Between(-1, (2 * input.Ceiling) - 1), batches, cancellation);
    }

    /// <summary>The same of any network that gives out its activations.</summary>
    /// <param name="model">The network, as ONNX.</param>
    /// <param name="activations">The activations.</param>
    /// <param name="input">The name of its input.</param>
    /// <param name="shape">The shape of one input.</param>
    /// <param name="inputRange">The range of its input.</param>
    /// <param name="batches">Inputs, one or several at a time.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static ActivationRanges Measure(
        byte[] model, IReadOnlyList<string> activations, string input, int[] shape, ActivationRange inputRange, IEnumerable<float[]> batches,
        CancellationToken cancellation)
    {
        using InferenceSession session = NetworkRuntime.Open(model);
        int length = shape.Aggregate((product, side) => product * side);
        var extremes = activations.ToDictionary(name => name, _ => (Low: 0f, High: 0f));
        foreach (float[] batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            var given = new DenseTensor<float>(batch, [batch.Length / length, .. shape]);
            using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(input, given)], activations);
            foreach (DisposableNamedOnnxValue output in outputs)
            {
                ReadOnlySpan<float> values = ((DenseTensor<float>)output.AsTensor<float>()).Buffer.Span;
                (float low, float high) = extremes[output.Name];
                extremes[output.Name] = (MathF.Min(low, TensorPrimitives.Min(values)), MathF.Max(high, TensorPrimitives.Max(values)));
            }
        }

        Dictionary<string, ActivationRange> measured = extremes.ToDictionary(
            pair => pair.Key, pair => ActivationRange.Between(pair.Value.Low, pair.Value.High));
        measured[input] = inputRange;
        return new ActivationRanges(measured);
    }
}
