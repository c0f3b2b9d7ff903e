namespace Elegans.Models.Onnx;

/// <summary>An operation that a network may hold: what residual networks are made of, in floating point and in whole numbers.</summary>
/// <param name="operands">How many tensors it takes.</param>
/// <param name="weights">From which operand on they are stored tensors, or stored tensors turned into real numbers.</param>
/// <param name="attributes">Its attributes, all of which it must have.</param>
internal sealed class AllowedOperation(int operands, int weights, params AllowedAttribute[] attributes)
{
    private const int LargestWindow = 31;

    private static readonly AllowedAttribute Kernel = new("kernel_shape", 2, 1, LargestWindow), Strides = new("strides", 2, 1, LargestWindow),
        Pads = new("pads", 4, 0, LargestWindow);

    private static readonly Dictionary<string, AllowedOperation> All = new(StringComparer.Ordinal)
    {
        ["Add"] = new(2, 2),
        ["Cast"] = new(1, 0, new AllowedAttribute("to", null, (long)TensorProto.Types.DataType.Float, (long)TensorProto.Types.DataType.Float)),
        ["Conv"] = new(3, 1, Kernel, Strides, Pads),
        ["DequantizeLinear"] = new(3, 1, new AllowedAttribute("axis", null, 0, 0) { IsOptional = true }),
        ["Flatten"] = new(1, 1, new AllowedAttribute("axis", null, 1, 1)),
        ["Gemm"] = new(3, 1, new AllowedAttribute("transB", null, 1, 1)),
        ["GlobalAveragePool"] = new(1, 1),
        ["MaxPool"] = new(1, 1, Kernel, Strides, Pads),
        ["QuantizeLinear"] = new(3, 1),
        ["Relu"] = new(1, 1),
    };

    /// <summary>How many tensors it takes.</summary>
    internal int Operands => operands;

    /// <summary>From which operand on they are stored.</summary>
    internal int Weights => weights;

    /// <summary>Its attributes.</summary>
    internal IReadOnlyList<AllowedAttribute> Attributes => attributes;

    /// <summary>Whether it takes stored tensors only, and gives one that counts as stored.</summary>
    internal bool TurnsWeights => Weights == 0;

    /// <summary>The operation of a name; null where it is not allowed.</summary>
    internal static AllowedOperation? Find(string name) => All.GetValueOrDefault(name);
}
