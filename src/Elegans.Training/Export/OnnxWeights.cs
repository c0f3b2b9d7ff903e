using System.Runtime.InteropServices;
using Elegans.Models.Onnx;
using Google.Protobuf;
using static Elegans.Models.Onnx.TensorProto.Types;

namespace Elegans.Training.Export;

/// <summary>Reads the stored weights of an ONNX model that <see cref="OnnxGraph"/> wrote, by name, as single-precision numbers.</summary>
internal static class OnnxWeights
{
    private const string HalfName = ".half";

    /// <exception cref="InvalidProtocolBufferException">The bytes are no ONNX model.</exception>
    internal static Dictionary<string, float[]> Read(byte[] model)
    {
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (TensorProto tensor in ModelProto.Parser.ParseFrom(model).Graph?.Initializer ?? [])
            weights[tensor.Name.EndsWith(HalfName, StringComparison.Ordinal) ? tensor.Name[..^HalfName.Length] : tensor.Name] = Numbers(tensor);
        return weights;
    }

    private static float[] Numbers(TensorProto tensor) => tensor.DataType == DataType.Float16
        ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray(), half => (float)half)
        : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
}
