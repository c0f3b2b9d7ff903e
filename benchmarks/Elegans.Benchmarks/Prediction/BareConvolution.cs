using Elegans.Networks;
using Elegans.Predictions;
using Elegans.Training.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Elegans.Benchmarks.Prediction;

/// <summary>
/// ONNX Runtime on nothing but one convolution of the network, in whole numbers of eight bits, several of them in a chain where
/// its output fits its input: what the runtime can do with the network's arithmetic at best.
/// </summary>
internal sealed class BareConvolution : IDisposable
{
    private const int Chain = 8;
    private readonly InferenceSession session;
    private readonly DenseTensor<float>[] inputs;
    private readonly int links;

    private BareConvolution(string name, int from, int to, int size, int stride, int height, int width, int threads)
    {
        (Name, links) = (name, from == to && stride == 1 ? Chain : 1);
        Operations = (long)to * from * size * size * (height / stride) * (width / stride);
        session = NetworkRuntime.Open(Graph(from, to, size, stride, height, width), threads: 1);
        inputs = [.. Enumerable.Range(0, threads).Select(_ => new DenseTensor<float>([LineagePopulationModel.BatchSize, from, height, width]))];
        var random = new Random(1);
        foreach (DenseTensor<float> input in inputs)
            foreach (ref float value in input.Buffer.Span) value = random.NextSingle();
    }

    /// <summary>Which of the network's convolutions.</summary>
    internal string Name { get; }

    /// <summary>Multiplications with addition for one frame.</summary>
    internal long Operations { get; }

    /// <summary>Every kind of convolution in the network and how often it occurs.</summary>
    internal static IEnumerable<(BareConvolution Convolution, int Times)> OfNetwork(int width, int height, int threads)
    {
        yield return (new("stem, 7×7 of 1 channel", 1, 64, 7, 2, height, width, threads), 1);
        int channels = 64;
        (height, width) = (height / 4, width / 4);
        yield return (new("3×3 of 64", 64, 64, 3, 1, height, width, threads), 4);
        for (int stage = 0; stage < 3; stage++)
        {
            yield return (new($"3×3 of {channels} to {2 * channels}, halving", channels, 2 * channels, 3, 2, height, width, threads), 1);
            yield return (new($"1×1 of {channels} to {2 * channels}, halving", channels, 2 * channels, 1, 2, height, width, threads), 1);
            (channels, height, width) = (2 * channels, height / 2, width / 2);
            yield return (new($"3×3 of {channels}", channels, channels, 3, 1, height, width, threads), 3);
        }
    }

    /// <summary>Convolves some batches with every thread.</summary>
    /// <returns>How many convolutions of one frame were done.</returns>
    internal int Run(int batches)
    {
        Rounds.Together(inputs.Length, thread =>
        {
            for (int batch = 0; batch < batches; batch++)
            {
                using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("x", inputs[thread])]);
            }
        });
        return inputs.Length * batches * LineagePopulationModel.BatchSize * links;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private byte[] Graph(int from, int to, int size, int stride, int height, int width)
    {
        const float Scale = 1 / 255f;
        var graph = new OnnxGraph("convolution", halfPrecision: false);
        string x = graph.Rounded(graph.Input("x", from, height, width), Scale, 0);
        long pad = size / 2;
        var random = new Random(2);
        for (int link = 0; link < links; link++)
        {
            sbyte[] whole = [.. Enumerable.Range(0, to * from * size * size).Select(_ => (sbyte)random.Next(-63, 64))];
            float[] scales = [.. Enumerable.Repeat(0.02f / MathF.Sqrt(from), to)];
            string weight = graph.Dequantised($"w{link}", [to, from, size, size], whole, scales);
            string bias = graph.Dequantised($"b{link}", [to], new int[to], [.. scales.Select(scale => scale * Scale)]);
            x = graph.Node("Conv", $"c{link}", [x, weight, bias], ("kernel_shape", [size, size], false), ("strides", [stride, stride], false),
                ("pads", [pad, pad, pad, pad], false));
            x = graph.Rounded(graph.Node("Relu", $"r{link}", [x]), Scale, 0);
        }

        // A sum of little: only what it takes to let the result out without copying all of it.
        _ = graph.Node("GlobalAveragePool", "y", [x]);
        graph.Output("y", to, 1, 1);
        return graph.ToArray();
    }
}
