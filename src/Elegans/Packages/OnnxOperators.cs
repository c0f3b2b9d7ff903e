using System.Text;

namespace Elegans.Packages;

/// <summary>
/// Looks through a model's weights before they are given to the runtime: a network is made of arithmetic, and whatever else a
/// file could ask the runtime to do, such as reading other files, is refused.
/// </summary>
/// <remarks>Reads the protocol-buffer encoding of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto by field numbers.</remarks>
internal static class OnnxOperators
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;
    private const int ModelGraph = 7, ModelTraining = 20, ModelFunctions = 25;
    private const int GraphNode = 1, GraphInitialiser = 5, GraphSparse = 15;
    private const int NodeAttribute = 5, NodeOperator = 4, NodeDomain = 7;
    private const int AttributeTensor = 5, AttributeGraph = 6, AttributeGraphs = 11;
    private const int TensorExternal = 13, TensorLocation = 14;

    /// <summary>What residual networks are made of, in floating point and in whole numbers.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Add", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Conv", "DequantizeLinear", "Div", "Flatten", "Gemm", "GlobalAveragePool",
        "Identity", "LeakyRelu", "MatMul", "MaxPool", "AveragePool", "Mul", "QuantizeLinear", "Relu", "Reshape", "Sigmoid", "Sub", "Transpose",
    };

    /// <summary>Refuses weights that are no network of known operations.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="model">Its content.</param>
    /// <exception cref="ModelPackageException">It has an unknown operation, names other files, or is no ONNX model.</exception>
    internal static void Require(string path, ReadOnlySpan<byte> model)
    {
        int nodes = 0;
        while (!model.IsEmpty)
        {
            Field field = Next(path, ref model);
            if (field.Number is ModelTraining or ModelFunctions) throw new ModelPackageException(path, "defines functions of its own; only plain networks are run.");
            if (field.Number == ModelGraph) nodes += Graph(path, field.Content);
        }

        if (nodes == 0) throw new ModelPackageException(path, "is not an ONNX model: it holds no operation.");
    }

    private static int Graph(string path, ReadOnlySpan<byte> graph)
    {
        int nodes = 0;
        while (!graph.IsEmpty)
        {
            Field field = Next(path, ref graph);
            if (field.Number == GraphSparse) throw new ModelPackageException(path, "holds sparse tensors; only plain networks are run.");
            if (field.Number == GraphInitialiser) Tensor(path, field.Content);
            if (field.Number != GraphNode) continue;
            Node(path, field.Content);
            nodes++;
        }

        return nodes;
    }

    private static void Node(string path, ReadOnlySpan<byte> node)
    {
        string operation = "", domain = "";
        while (!node.IsEmpty)
        {
            Field field = Next(path, ref node);
            if (field.Number == NodeOperator) operation = Encoding.UTF8.GetString(field.Content);
            if (field.Number == NodeDomain) domain = Encoding.UTF8.GetString(field.Content);
            if (field.Number == NodeAttribute) Attribute(path, field.Content);
        }

        if (domain is not ("" or "ai.onnx")) operation = $"{domain}.{operation}";
        if (!Known.Contains(operation)) throw new ModelPackageException(path, $"asks for the operation '{operation}', which no network of ours needs; it is not run.");
    }

    private static void Attribute(string path, ReadOnlySpan<byte> attribute)
    {
        while (!attribute.IsEmpty)
        {
            Field field = Next(path, ref attribute);
            if (field.Number is AttributeGraph or AttributeGraphs && field.IsDelimited) throw new ModelPackageException(path, "holds a network within a network; only plain networks are run.");
            if (field.Number == AttributeTensor && field.IsDelimited) Tensor(path, field.Content);
        }
    }

    private static void Tensor(string path, ReadOnlySpan<byte> tensor)
    {
        while (!tensor.IsEmpty)
        {
            if (Next(path, ref tensor).Number is TensorExternal or TensorLocation)
                throw new ModelPackageException(path, "keeps weights in other files; a package's weights are one file.");
        }
    }

    private static Field Next(string path, scoped ref ReadOnlySpan<byte> rest)
    {
        ulong tag = Whole(path, ref rest);
        int number = (int)(tag >> 3), length = 0;
        switch ((int)(tag & 7))
        {
            case Varint: _ = Whole(path, ref rest); break;
            case Fixed64: length = sizeof(ulong); break;
            case Fixed32: length = sizeof(uint); break;
            case Delimited: length = (int)Math.Min(Whole(path, ref rest), int.MaxValue); break;
            default: throw NoModel(path);
        }

        if (number == 0 || length > rest.Length) throw NoModel(path);
        var field = new Field(number, (tag & 7) == Delimited, rest[..length]);
        rest = rest[length..];
        return field;
    }

    private static ulong Whole(string path, scoped ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return value;
        }

        throw NoModel(path);
    }

    private static ModelPackageException NoModel(string path) => new(path, "is not an ONNX model, or is damaged.");

    private readonly ref struct Field(int number, bool isDelimited, ReadOnlySpan<byte> content)
    {
        internal int Number { get; } = number;

        internal bool IsDelimited { get; } = isDelimited;

        internal ReadOnlySpan<byte> Content { get; } = content;
    }
}
