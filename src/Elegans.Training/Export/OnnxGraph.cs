using System.Runtime.InteropServices;

namespace Elegans.Training.Export;

/// <summary>Builds an ONNX model node by node. Covers what a residual network needs and no more.</summary>
/// <param name="name">The graph's name.</param>
/// <param name="halfPrecision">Whether weights are stored as float16; they are cast back to float32 before use.</param>
internal sealed class OnnxGraph(string name, bool halfPrecision)
{
    private const int IrVersion = 9, OperatorSet = 17;
    private const int TypeFloat = 1, TypeUInt8 = 2, TypeInt8 = 3, TypeInt32 = 6, TypeFloat16 = 10;
    private const int AttributeWhole = 2, AttributeWholes = 7;
    private readonly List<OnnxMessage> nodes = [], initialisers = [], inputs = [], outputs = [];

    /// <summary>Declares the input: float32, batch of any size.</summary>
    internal string Input(string tensor, params ReadOnlySpan<long> shape)
    {
        inputs.Add(ValueInfo(tensor, shape));
        return tensor;
    }

    /// <summary>Declares the output: float32, batch of any size.</summary>
    internal void Output(string tensor, params ReadOnlySpan<long> shape) => outputs.Add(ValueInfo(tensor, shape));

    /// <summary>Gives out a tensor between two layers as well: float32, of whatever shape it has.</summary>
    internal void Expose(string tensor) =>
        outputs.Add(new OnnxMessage().Text(1, tensor).Message(2, new OnnxMessage().Message(1, new OnnxMessage().Whole(1, TypeFloat))));

    /// <summary>Stores weights and returns the name of the float32 tensor that holds them.</summary>
    internal string Weights(string tensor, ReadOnlySpan<long> shape, float[] values)
    {
        if (!halfPrecision) return Store(tensor, TypeFloat, shape, MemoryMarshal.AsBytes<float>(values));
        string stored = Store(tensor + ".half", TypeFloat16, shape, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)));
        return Node("Cast", tensor, [stored], ("to", [TypeFloat], single: true));
    }

    /// <summary>Stores whole numbers with a scale for each output channel, and returns the name of the float32 tensor they stand for.</summary>
    internal string Dequantised<T>(string tensor, ReadOnlySpan<long> shape, T[] values, float[] scales)
        where T : unmanaged
    {
        int type = values is sbyte[]? TypeInt8 : TypeInt32;
        string whole = Store(tensor + ".whole", type, shape, MemoryMarshal.AsBytes<T>(values));
        string scale = Store(tensor + ".scale", TypeFloat, [scales.Length], MemoryMarshal.AsBytes<float>(scales));
        string zero = Store(tensor + ".zero", type, [scales.Length], MemoryMarshal.AsBytes<T>(new T[scales.Length]));
        return Node("DequantizeLinear", tensor, [whole, scale, zero], ("axis", [0], single: true));
    }

    /// <summary>Rounds a tensor to the values that eight bits can hold; returns the float32 tensor they stand for.</summary>
    internal string Rounded(string tensor, float scale, byte zeroPoint)
    {
        string stored = Store(tensor + ".scale", TypeFloat, [], MemoryMarshal.AsBytes<float>([scale]));
        string zero = Store(tensor + ".zero", TypeUInt8, [], [zeroPoint]);
        return Node("DequantizeLinear", tensor + ".rounded", [Node("QuantizeLinear", tensor + ".whole", [tensor, stored, zero]), stored, zero]);
    }

    /// <summary>Adds an operation and returns the name of its only output.</summary>
    internal string Node(string operation, string output, string[] operands, params ReadOnlySpan<(string Name, long[] Values, bool single)> attributes)
    {
        var node = new OnnxMessage();
        foreach (string operand in operands) _ = node.Text(1, operand);
        _ = node.Text(2, output).Text(3, output).Text(4, operation);
        foreach ((string attribute, long[] values, bool single) in attributes)
        {
            OnnxMessage message = new OnnxMessage().Text(1, attribute);
            if (single) _ = message.Whole(3, values[0]);
            else foreach (long value in values) _ = message.Whole(8, value);
            _ = node.Message(5, message.Whole(20, single ? AttributeWhole : AttributeWholes));
        }

        nodes.Add(node);
        return output;
    }

    /// <summary>The whole model.</summary>
    internal byte[] ToArray()
    {
        var graph = new OnnxMessage();
        foreach (OnnxMessage node in nodes) _ = graph.Message(1, node);
        _ = graph.Text(2, name);
        foreach (OnnxMessage initialiser in initialisers) _ = graph.Message(5, initialiser);
        foreach (OnnxMessage input in inputs) _ = graph.Message(11, input);
        foreach (OnnxMessage output in outputs) _ = graph.Message(12, output);
        return new OnnxMessage().Whole(1, IrVersion).Text(2, "elegans").Message(7, graph)
            .Message(8, new OnnxMessage().Text(1, "").Whole(2, OperatorSet)).ToArray();
    }

    private string Store(string tensor, int type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> values)
    {
        var message = new OnnxMessage();
        foreach (long size in shape) _ = message.Whole(1, size);
        initialisers.Add(message.Whole(2, type).Text(8, tensor).Bytes(9, values));
        return tensor;
    }

    private static OnnxMessage ValueInfo(string tensor, ReadOnlySpan<long> shape)
    {
        var dimensions = new OnnxMessage().Message(1, new OnnxMessage().Text(2, "batch"));
        foreach (long size in shape) _ = dimensions.Message(1, new OnnxMessage().Whole(1, size));
        OnnxMessage type = new OnnxMessage().Message(1, new OnnxMessage().Whole(1, TypeFloat).Message(2, dimensions));
        return new OnnxMessage().Text(1, tensor).Message(2, type);
    }
}
