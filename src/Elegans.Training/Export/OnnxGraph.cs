using System.Runtime.InteropServices;

namespace Elegans.Training.Export;

/// <summary>Builds an ONNX model node by node. Covers what a residual network needs and no more.</summary>
/// <param name="name">The graph's name.</param>
/// <param name="halfPrecision">Whether weights are stored as float16; they are cast back to float32 before use.</param>
internal sealed class OnnxGraph(string name, bool halfPrecision)
{
    private const int IrVersion = 9, OperatorSet = 17;
    private const int TypeFloat = 1, TypeFloat16 = 10;
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

    /// <summary>Stores weights and returns the name of the float32 tensor that holds them.</summary>
    internal string Weights(string tensor, ReadOnlySpan<long> shape, float[] values)
    {
        var message = new OnnxMessage();
        foreach (long size in shape) _ = message.Whole(1, size);
        _ = message.Whole(2, halfPrecision ? TypeFloat16 : TypeFloat);
        string stored = halfPrecision ? tensor + ".half" : tensor;
        _ = message.Text(8, stored);
        _ = halfPrecision
            ? message.Bytes(9, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)))
            : message.Bytes(9, MemoryMarshal.AsBytes<float>(values));
        initialisers.Add(message);
        return halfPrecision ? Node("Cast", tensor, [stored], ("to", [TypeFloat], single: true)) : tensor;
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

    private static OnnxMessage ValueInfo(string tensor, ReadOnlySpan<long> shape)
    {
        var dimensions = new OnnxMessage().Message(1, new OnnxMessage().Text(2, "batch"));
        foreach (long size in shape) _ = dimensions.Message(1, new OnnxMessage().Whole(1, size));
        OnnxMessage type = new OnnxMessage().Message(1, new OnnxMessage().Whole(1, TypeFloat).Message(2, dimensions));
        return new OnnxMessage().Text(1, tensor).Message(2, type);
    }
}
