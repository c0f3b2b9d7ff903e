using Google.Protobuf;

namespace Elegans.Training.Export;

/// <summary>One protocol-buffer message of an ONNX model, written field by field (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).</summary>
internal sealed class OnnxMessage
{
    private readonly List<(uint Tag, long Whole, byte[]? Bytes)> fields = [];

    internal OnnxMessage Text(int field, string value) => Bytes(field, System.Text.Encoding.UTF8.GetBytes(value));

    internal OnnxMessage Message(int field, OnnxMessage value) => Bytes(field, value.ToArray());

    internal OnnxMessage Whole(int field, long value)
    {
        fields.Add((WireFormat.MakeTag(field, WireFormat.WireType.Varint), value, null));
        return this;
    }

    internal OnnxMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        fields.Add((WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited), 0, value.ToArray()));
        return this;
    }

    internal byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        foreach ((uint tag, long whole, byte[]? bytes) in fields)
        {
            output.WriteTag(tag);
            if (bytes is null) output.WriteInt64(whole);
            else output.WriteBytes(ByteString.CopyFrom(bytes));
        }

        output.Flush();
        return stream.ToArray();
    }
}
