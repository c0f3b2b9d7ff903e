using Google.Protobuf;

namespace Elegans.Models.Onnx;

/// <summary>What a message holds beyond the schema of <c>onnx.proto</c>.</summary>
internal static class UnknownFields
{
    /// <summary>The number of a field that the schema does not have; null where there is none.</summary>
    /// <param name="fields">What parsing set aside.</param>
    internal static int? First(UnknownFieldSet? fields)
    {
        if (fields is null) return null;
        byte[] bytes = new byte[fields.CalculateSize()];
        using var output = new CodedOutputStream(bytes);
        fields.WriteTo(output);
        using var input = new CodedInputStream(bytes);
        return WireFormat.GetTagFieldNumber(input.ReadTag());
    }
}

// Generated classes keep what they do not know to themselves; each tells it here.
internal sealed partial class ModelProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class OperatorSetIdProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class GraphProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class NodeProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class AttributeProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class TensorProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields);
}

internal sealed partial class ValueInfoProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields) ?? Type?.Unknown;
}

internal sealed partial class TypeProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields) ?? TensorType?.Unknown;

    public static partial class Types
    {
        internal sealed partial class Tensor
        {
            internal int? Unknown => UnknownFields.First(_unknownFields) ?? Shape?.Unknown;
        }
    }
}

internal sealed partial class TensorShapeProto
{
    internal int? Unknown => UnknownFields.First(_unknownFields) ?? Dim.Select(dimension => dimension.Unknown).FirstOrDefault(number => number is not null);

    public static partial class Types
    {
        internal sealed partial class Dimension
        {
            internal int? Unknown => UnknownFields.First(_unknownFields);
        }
    }
}
