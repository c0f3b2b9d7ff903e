using Google.Protobuf;

namespace Elegans.Models.Onnx;

/// <summary>
/// A network as model packages hold it: read from ONNX's protocol buffers, and looked through before the runtime sees it.
/// </summary>
/// <remarks>
/// What the runtime is given is written anew from what was looked through, so that it cannot read the same bytes otherwise.
/// </remarks>
internal sealed class OnnxNetwork
{
    /// <summary>The second output, which a network may have: the maps of nuclei. The first are the counts.</summary>
    internal const string NucleiOutput = "nuclei";

    private readonly ModelProto model;

    private OnnxNetwork(ModelProto model) => this.model = model;

    /// <summary>Height and width of its input.</summary>
    internal (long Height, long Width) Input
    {
        get
        {
            TensorShapeProto shape = model.Graph.Input[0].Type.TensorType.Shape;
            return (shape.Dim[2].DimValue, shape.Dim[3].DimValue);
        }
    }

    /// <summary>How many numbers it gives for a frame.</summary>
    internal long Outputs => model.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue;

    /// <summary>Whether it gives maps of nuclei beside the counts.</summary>
    internal bool FindsNuclei => model.Graph.Output.Count > 1;

    /// <summary>What its weights are stored in, as a card calls it.</summary>
    internal string Precision => model.Graph.Initializer.Any(tensor => tensor.DataType == TensorProto.Types.DataType.Int8) ? "int8"
        : model.Graph.Initializer.Any(tensor => tensor.DataType == TensorProto.Types.DataType.Float16) ? "float16"
        : "float32";

    /// <summary>Reads a network.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="ModelPackageException">It is no ONNX model, or holds anything beyond what is allowed.</exception>
    internal static OnnxNetwork Read(string path, byte[] bytes)
    {
        ModelProto read;
        try
        {
            read = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelPackageException(path, $"is not an ONNX model, or is damaged: {exception.Message}", exception);
        }

        new OnnxGate(path).Require(read);
        return new OnnxNetwork(read);
    }

    /// <summary>The network for the runtime.</summary>
    internal byte[] ToArray() => model.ToByteArray();

    /// <summary>The part of the network that one of its outputs needs: the runtime would compute the rest as well.</summary>
    /// <param name="output">The output's place.</param>
    internal byte[] PartFor(int output)
    {
        if (model.Graph.Output.Count == 1) return ToArray();
        ModelProto part = model.Clone();
        GraphProto graph = part.Graph;
        ValueInfoProto kept = graph.Output[output];
        graph.Output.Clear();
        graph.Output.Add(kept);
        HashSet<string> needed = [kept.Name];
        // Each operation finds what it takes before it: from the end, all that is needed is known.
        for (int i = graph.Node.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(graph.Node[i].Output[0])) needed.UnionWith(graph.Node[i].Input);
            else graph.Node.RemoveAt(i);
        }

        for (int i = graph.Initializer.Count - 1; i >= 0; i--)
            if (!needed.Contains(graph.Initializer[i].Name)) graph.Initializer.RemoveAt(i);
        return part.ToByteArray();
    }
}
