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
}
