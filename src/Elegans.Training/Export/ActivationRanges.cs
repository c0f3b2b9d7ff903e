using System.Numerics.Tensors;
using Elegans.Models;
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
        using InferenceSession session = NetworkRuntime.Open(model);
        var extremes = activations.ToDictionary(name => name, _ => (Low: 0f, High: 0f));
        foreach (float[] batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            var frames = new DenseTensor<float>(batch, [batch.Length / input.PixelCount, 1, input.Height, input.Width]);
            using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("frames", frames)], activations);
            foreach (DisposableNamedOnnxValue output in outputs)
            {
                ReadOnlySpan<float> values = ((DenseTensor<float>)output.AsTensor<float>()).Buffer.Span;
                (float low, float high) = extremes[output.Name];
                extremes[output.Name] = (MathF.Min(low, TensorPrimitives.Min(values)), MathF.Max(high, TensorPrimitives.Max(values)));
            }
        }

        Dictionary<string, ActivationRange> measured = extremes.ToDictionary(
            pair => pair.Key, pair => ActivationRange.Between(pair.Value.Low, pair.Value.High));
        // The input is cut to its range already.
        measured["frames"] = ActivationRange.Between(-1, (2 * input.Ceiling) - 1);
        return new ActivationRanges(measured);
    }
}
