using System.Runtime.InteropServices;
using Elegans.Models.Onnx;
using Google.Protobuf;
using static Elegans.Models.Onnx.TensorProto.Types;

namespace Elegans.Training.Export;

/// <summary>Builds an ONNX model node by node. Covers what a residual network needs and no more.</summary>
/// <param name="name">The graph's name.</param>
/// <param name="halfPrecision">Whether weights are stored as float16; they are cast back to float32 before use.</param>
internal sealed class OnnxGraph(string name, bool halfPrecision)
{
    /// <summary>
    /// Seven bits of the eight: processors without VNNI add pairs of products in 16 bits, which 255 × 64 × 2 just fits, so that
    /// every processor computes the same.
    /// </summary>
    private const int GreatestWeight = 63;

    /// <summary>What <see cref="Rounded"/> adds to a tensor's name.</summary>
    internal const string RoundedSuffix = ".rounded";

    private readonly GraphProto graph = new() { Name = name };

    /// <summary>Declares the input: float32, batch of any size.</summary>
    internal string Input(string tensor, params ReadOnlySpan<long> shape)
    {
        graph.Input.Add(ValueInfo(tensor, shape));
        return tensor;
    }

    /// <summary>Declares the output: float32, batch of any size.</summary>
    internal void Output(string tensor, params ReadOnlySpan<long> shape) => graph.Output.Add(ValueInfo(tensor, shape));

    /// <summary>Gives out a tensor between two layers as well: float32, of whatever shape it has.</summary>
    internal void Expose(string tensor) =>
        graph.Output.Add(new ValueInfoProto { Name = tensor, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Float } } });

    /// <summary>Stores weights and returns the name of the float32 tensor that holds them.</summary>
    internal string Weights(string tensor, ReadOnlySpan<long> shape, float[] values)
    {
        if (!halfPrecision) return Store(tensor, DataType.Float, shape, MemoryMarshal.AsBytes<float>(values));
        string stored = Store(tensor + ".half", DataType.Float16, shape, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)));
        return Node("Cast", tensor, [stored], ("to", [(long)DataType.Float], single: true));
    }

    /// <summary>Stores the factors that a tensor's axes are stretched by.</summary>
    internal string Scales(string tensor, params ReadOnlySpan<float> factors) =>
        Store(tensor, DataType.Float, [factors.Length], MemoryMarshal.AsBytes(factors));

    /// <summary>Stores whole numbers with a scale for each output channel, and returns the name of the float32 tensor they stand for.</summary>
    internal string Dequantised<T>(string tensor, ReadOnlySpan<long> shape, T[] values, float[] scales)
        where T : unmanaged
    {
        DataType type = values is sbyte[]? DataType.Int8 : DataType.Int32;
        string whole = Store(tensor + ".whole", type, shape, MemoryMarshal.AsBytes<T>(values));
        string scale = Store(tensor + ".scale", DataType.Float, [scales.Length], MemoryMarshal.AsBytes<float>(scales));
        string zero = Store(tensor + ".zero", type, [scales.Length], MemoryMarshal.AsBytes<T>(new T[scales.Length]));
        return Node("DequantizeLinear", tensor, [whole, scale, zero], ("axis", [0], single: true));
    }

    /// <summary>
    /// Stores the weights and the bias of a convolution as whole numbers, each output channel by a scale of its own; returns the tensors that hold them.
    /// </summary>
    /// <param name="name">The convolution.</param>
    /// <param name="shape">Out × in × height × width.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="inputScale">The scale of what it computes with.</param>
    internal (string Weight, string Bias) Quantised(string name, long[] shape, float[] weights, float[] bias, float inputScale)
    {
        int outputs = bias.Length, perOutput = weights.Length / outputs;
        float[] scales = new float[outputs], biasScales = new float[outputs];
        sbyte[] whole = new sbyte[weights.Length];
        int[] wholeBias = new int[outputs];
        for (int output = 0; output < outputs; output++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(output * perOutput, perOutput);
            scales[output] = WeightScale.Best(row, GreatestWeight);
            for (int i = 0; i < perOutput; i++)
                whole[(output * perOutput) + i] = (sbyte)Math.Clamp(Math.Round(row[i] / scales[output]), -GreatestWeight, GreatestWeight);
            biasScales[output] = scales[output] * inputScale;
            wholeBias[output] = (int)Math.Round(bias[output] / (double)biasScales[output]);
        }

        return (Dequantised($"{name}.weight", shape, whole, scales), Dequantised($"{name}.bias", [outputs], wholeBias, biasScales));
    }

    /// <summary>Rounds a tensor to the values that eight bits can hold; returns the float32 tensor they stand for.</summary>
    internal string Rounded(string tensor, float scale, byte zeroPoint)
    {
        string stored = Store(tensor + ".scale", DataType.Float, [], MemoryMarshal.AsBytes<float>([scale]));
        string zero = Store(tensor + ".zero", DataType.Uint8, [], [zeroPoint]);
        return Node("DequantizeLinear", tensor + RoundedSuffix, [Node("QuantizeLinear", tensor + ".whole", [tensor, stored, zero]), stored, zero]);
    }

    /// <summary>Adds an operation and returns the name of its only output.</summary>
    internal string Node(string operation, string output, string[] operands, params ReadOnlySpan<(string Name, long[] Values, bool single)> attributes)
    {
        var node = new NodeProto { Name = output, OpType = operation, Input = { operands }, Output = { output } };
        foreach ((string attribute, long[] values, bool single) in attributes)
        {
            node.Attribute.Add(single
                ? new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Int, I = values[0] }
                : new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } });
        }

        graph.Node.Add(node);
        return output;
    }

    /// <summary>The whole model.</summary>
    internal byte[] ToArray() => new ModelProto
    {
        IrVersion = OnnxGate.IrVersion,
        ProducerName = "elegans",
        Graph = graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OnnxGate.OperatorSet } },
    }.ToByteArray();

    private string Store(string tensor, DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> values)
    {
        graph.Initializer.Add(new TensorProto { Name = tensor, DataType = type, Dims = { shape.ToArray() }, RawData = ByteString.CopyFrom(values) });
        return tensor;
    }

    private static ValueInfoProto ValueInfo(string tensor, ReadOnlySpan<long> shape)
    {
        var dimensions = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "batch" } } };
        foreach (long size in shape) dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = tensor,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Float, Shape = dimensions } },
        };
    }
}
