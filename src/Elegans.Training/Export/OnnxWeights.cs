using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;

namespace Elegans.Training.Export;

/// <summary>Reads the stored weights of an ONNX model that <see cref="OnnxGraph"/> wrote, by name, as single-precision numbers.</summary>
internal static class OnnxWeights
{
    private const uint ModelGraph = 7, GraphInitialiser = 5, TensorType = 2, TensorName = 8, TensorData = 9;
    private const int TypeFloat16 = 10;

    /// <exception cref="InvalidProtocolBufferException">The bytes are no ONNX model.</exception>
    internal static Dictionary<string, float[]> Read(byte[] model)
    {
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (ByteString graph in Messages(model, ModelGraph))
        {
            foreach (ByteString tensor in Messages(graph.ToByteArray(), GraphInitialiser))
            {
                (string name, float[] values) = Tensor(tensor.ToByteArray());
                weights[name.EndsWith(".half", StringComparison.Ordinal) ? name[..^".half".Length] : name] = values;
            }
        }

        return weights;
    }

    private static List<ByteString> Messages(byte[] message, uint wanted)
    {
        var found = new List<ByteString>();
        using var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == wanted && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) found.Add(input.ReadBytes());
            else input.SkipLastField();
        }

        return found;
    }

    private static (string Name, float[] Values) Tensor(byte[] message)
    {
        string name = "";
        long type = 0;
        byte[] data = [];
        using var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch ((uint)WireFormat.GetTagFieldNumber(tag))
            {
                case TensorType: type = input.ReadInt64(); break;
                case TensorName: name = Encoding.UTF8.GetString(input.ReadBytes().Span); break;
                case TensorData: data = input.ReadBytes().ToByteArray(); break;
                default: input.SkipLastField(); break;
            }
        }

        return (name, type == TypeFloat16 ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data).ToArray(), half => (float)half) : MemoryMarshal.Cast<byte, float>(data).ToArray());
    }
}
