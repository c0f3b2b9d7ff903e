using Elegans.Files;
namespace Elegans.Models.Onnx;

/// <summary>
/// Looks through a network before it is given to the runtime. It lists what is allowed, not what is forbidden: the fields of
/// <c>onnx.proto</c> beside it, one version, the operations of <see cref="AllowedOperation"/>, tensors whose numbers lie in the
/// file, in an order in which each operation finds what it takes. A network can then neither read other files nor grow: no
/// operation makes a frame larger, and no stored tensor meets a frame but as the weights of a layer.
/// </summary>
/// <param name="path">The file, for messages.</param>
internal sealed class OnnxGate(string path)
{
    /// <summary>The versions of the format and of its operations that networks are written in.</summary>
    internal const int IrVersion = 9, OperatorSet = 17;

    /// <summary>The most bytes of a file: twenty times a ResNet18 in whole numbers.</summary>
    internal const long MaxBytes = 256 << 20;

    /// <summary>The most of what a file may list, and the longest name. A ResNet18 in whole numbers has 149 operations and 182 tensors.</summary>
    private const int MaxNodes = 1000, MaxTensors = 2000, MaxName = 200, MaxRank = 4;

    /// <summary>The most channels of a layer; a ResNet18 has 512.</summary>
    private const long MaxDimension = 4096;

    /// <summary>Every tensor that there is so far, and whether it is stored rather than computed from the frame.</summary>
    private readonly Dictionary<string, bool> isStored = new(StringComparer.Ordinal);

    /// <summary>Refuses what is not allowed.</summary>
    /// <exception cref="ModelPackageException">Something is not; the message names it.</exception>
    internal void Require(ModelProto model)
    {
        GraphProto graph = model.Graph ?? throw Refused($"is not an ONNX model: it holds no network.");
        Known("ModelProto", "the model", model.Unknown);
        if (model.IrVersion != IrVersion) throw Refused($"is of ONNX's IR version {model.IrVersion}; networks are run of version {IrVersion}.");
        if (model.OpsetImport is not [var operators]) throw Refused($"names {model.OpsetImport.Count} sets of operations; networks have one.");
        Known("OperatorSetIdProto", "the set of operations", operators.Unknown);
        if (operators.Domain.Length > 0 || operators.Version != OperatorSet)
            throw Refused($"uses the operations of '{operators.Domain}', version {operators.Version}; networks use ONNX's own, version {OperatorSet}.");
        Known("GraphProto", "the network", graph.Unknown);
        if (graph.Node.Count is 0 or > MaxNodes) throw Refused($"holds {graph.Node.Count} operations; 1 to {MaxNodes} are possible.");
        if (graph.Initializer.Count > MaxTensors) throw Refused($"holds {graph.Initializer.Count} tensors; {MaxTensors} are possible.");
        RequireShapes(graph);
        Add(graph.Input[0].Name, stored: false);
        foreach (TensorProto tensor in graph.Initializer) Tensor(tensor);
        foreach (NodeProto node in graph.Node) Node(node);
        if (graph.Node[^1] is not { OpType: "Gemm" } head || head.Output[0] != graph.Output[0].Name)
            throw Refused($"does not end in the layer whose output '{graph.Output[0].Name}' it gives out.");
        TensorProto weight = graph.Initializer.FirstOrDefault(tensor => tensor.Name == Origin(graph, head.Input[1]))
            ?? throw Refused($"does not store the weights of its last layer.");
        long outputs = graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue;
        if (weight.Dims.Count != 2 || weight.Dims[0] != outputs) throw Refused(
            $"says that it gives {outputs} numbers for a frame, which its last layer does not.");
    }

    /// <summary>One input, frames of one channel; one output, some numbers for each frame; and maps of nuclei, where there are any.</summary>
    private void RequireShapes(GraphProto graph)
    {
        if (graph.Input.Count != 1 || graph.Output.Count is not (1 or 2)) throw Refused(
            $"has {graph.Input.Count} inputs and {graph.Output.Count} outputs; networks have one input, and one output or two.");
        ValueInfoProto input = graph.Input[0], output = graph.Output[0];
        Known("ValueInfoProto", "its input", input.Unknown);
        Known("ValueInfoProto", "its output", output.Unknown);
        if (!IsShaped(input, 4) || input.Type.TensorType.Shape.Dim[1].DimValue != 1) throw Refused(
            $"does not take frames of one channel in single precision, any number at a time.");
        if (!IsShaped(output, 2)) throw Refused($"does not give a row of numbers in single precision for each frame.");
        if (graph.Output.Count > 1) RequireMaps(graph, graph.Output[1], input.Type.TensorType.Shape);
    }

    /// <summary>Maps of nuclei: of a quarter of the input's resolution, and what a convolution gives.</summary>
    private void RequireMaps(GraphProto graph, ValueInfoProto maps, TensorShapeProto input)
    {
        Known("ValueInfoProto", "its second output", maps.Unknown);
        var layout = new NucleusMapLayout(new InputSpecification { Width = (int)input.Dim[3].DimValue, Height = (int)input.Dim[2].DimValue });
        long[] shape = [layout.Shape.Channels, layout.Shape.Height, layout.Shape.Width];
        if (maps.Name != OnnxNetwork.NucleiOutput || !IsShaped(maps, 4)
            || !maps.Type.TensorType.Shape.Dim.Skip(1).Select(dimension => dimension.DimValue).SequenceEqual(shape)
            || !graph.Node.Any(node => node.OpType == "Conv" && node.Output.Count == 1 && node.Output[0] == maps.Name))
            throw Refused($"has a second output that is no map of nuclei.");
    }

    private static bool IsShaped(ValueInfoProto value, int rank) =>
        value.Type?.TensorType is { ElemType: TensorProto.Types.DataType.Float, Shape: { } shape } && shape.Dim.Count == rank
        && shape.Dim[0].ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam
        && shape.Dim.Skip(1).All(dimension => dimension.DimValue is > 0 and <= MaxDimension);

    private void Tensor(TensorProto tensor)
    {
        Known("TensorProto", $"the tensor '{tensor.Name}'", tensor.Unknown);
        int size = tensor.DataType switch
        {
            TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Int32 => 4,
            TensorProto.Types.DataType.Float16 => 2,
            TensorProto.Types.DataType.Int8 or TensorProto.Types.DataType.Uint8 => 1,
            _ => throw Refused($"holds the tensor '{tensor.Name}' of numbers of type {(int)tensor.DataType}, which no network of ours has."),
        };
        // Four numbers of at most 4096 do not overflow.
        if (tensor.Dims.Count > MaxRank || tensor.Dims.Any(dimension => dimension is <= 0 or > MaxDimension)
            || tensor.Dims.Aggregate(1L, (product, dimension) => product * dimension) * size != tensor.RawData.Length)
            throw Refused(
                $"holds the tensor '{tensor.Name}' of [{string.Join(", ", tensor.Dims)}] numbers in {tensor.RawData.Length} bytes, which do not fit.");
        Add(tensor.Name, stored: true);
    }

    private void Node(NodeProto node)
    {
        AllowedOperation operation = AllowedOperation.Find(node.OpType)
            ?? throw Refused($"asks for the operation '{node.OpType}', which no network of ours needs; it is not run.");
        Known("NodeProto", $"an operation '{node.OpType}'", node.Unknown);
        if (node.Input.Count != operation.Operands || node.Output.Count != 1) throw Refused(
            $"has an operation '{node.OpType}' of {node.Input.Count} operands and {node.Output.Count} outputs.");
        bool stored = isStored.GetValueOrDefault(node.Input[0]);
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (!isStored.TryGetValue(node.Input[i], out bool isWeight)) throw Refused(
                $"has an operation '{node.OpType}' that takes '{node.Input[i]}', which is not there before it.");
            // Only what turns stored tensors into real numbers may take one first.
            bool expected = i >= operation.Weights || (stored && node.OpType == "DequantizeLinear");
            if (isWeight != expected) throw Refused($"has an operation '{node.OpType}' whose operand {i + 1} is {(isWeight ? "stored" : "computed")}.");
        }

        foreach (AttributeProto attribute in node.Attribute)
        {
            Known("AttributeProto", $"'{attribute.Name}' of an operation '{node.OpType}'", attribute.Unknown);
            if (operation.Attributes.FirstOrDefault(allowed => allowed.Name == attribute.Name)?.Fits(attribute) != true)
                throw Refused($"sets '{attribute.Name}' of an operation '{node.OpType}' as no network of ours does.");
        }

        if (node.Attribute.DistinctBy(attribute => attribute.Name).Count() != node.Attribute.Count
            || operation.Attributes.Any(allowed => !allowed.IsOptional && node.Attribute.All(attribute => attribute.Name != allowed.Name)))
        {
            throw Refused($"has an operation '{node.OpType}' that lacks an attribute or sets one twice.");
        }

        RequireWindow(node);
        Add(node.Output[0], stored && (operation.TurnsWeights || node.OpType == "DequantizeLinear"));
    }

    /// <summary>A window that is not wider than what is added at the edges would make frames larger.</summary>
    private void RequireWindow(NodeProto node)
    {
        if (node.Attribute.FirstOrDefault(attribute => attribute.Name == "kernel_shape") is not { } kernel) return;
        AttributeProto pads = node.Attribute.First(attribute => attribute.Name == "pads");
        for (int axis = 0; axis < kernel.Ints.Count; axis++)
            if (pads.Ints[axis] + pads.Ints[axis + kernel.Ints.Count] >= kernel.Ints[axis]) throw Refused(
                $"has an operation '{node.OpType}' that adds more at the edges than its window takes.");
    }

    /// <summary>The stored tensor that an operand was turned from.</summary>
    private static string Origin(GraphProto graph, string operand) =>
        graph.Node.FirstOrDefault(node => node.Output[0] == operand) is { OpType: "Cast" or "DequantizeLinear" } turned ? turned.Input[0] : operand;

    private void Add(string tensor, bool stored)
    {
        if (tensor.Length is 0 or > MaxName) throw Refused($"has a tensor without a name, or with one that is too long.");
        if (!isStored.TryAdd(tensor, stored)) throw Refused($"has two tensors of the name '{tensor}'.");
    }

    private void Known(string message, string place, int? field)
    {
        if (field is { } unknown) throw Refused($"holds field {unknown} of ONNX's {message} in {place}, which no network of ours has; it is not run.");
    }

    private ModelPackageException Refused(ref InvariantText problem) => new(path, problem.ToStringAndClear());
}
