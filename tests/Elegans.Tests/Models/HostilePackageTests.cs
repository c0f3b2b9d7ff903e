using System.Security.Cryptography;
using Elegans.Models;
using Elegans.Models.Onnx;
using Elegans.Predictions;
using Google.Protobuf;

namespace Elegans.Tests.Models;

/// <summary>
/// Model packages whose sum fits but whose weights would have the runtime do more than arithmetic: the shipped network, each time
/// with one thing about it that no network of ours has.
/// </summary>
public sealed class HostilePackageTests : IDisposable
{
    private const int ModelFunctions = 25, ModelTraining = 20, ModelMetadata = 14, GraphSparse = 15, GraphValueInfo = 13, NodeDomain = 7, NodeText = 6;
    private const int AttributeText = 4, AttributeTensor = 5, AttributeGraph = 6, AttributeGraphs = 11, AttributeReference = 21, AttributeSparse = 22,
        AttributeSparses = 23;
    private const int TensorTexts = 6, TensorExternal = 13, TensorLocation = 14;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Loop")]
    [InlineData("Constant")]
    [InlineData("If")]
    [InlineData("Concat")]
    [InlineData("")]
    public void An_operation_that_no_network_needs_is_refused(string operation) =>
        Assert.Contains($"operation '{operation}'", Refused(model => model.Graph.Node[3].OpType = operation), StringComparison.Ordinal);

    [Fact]
    public void A_constant_whose_sparse_values_lie_in_another_file_is_refused() => Assert.Contains(
        "operation 'Constant'",
        Refused(model =>
        {
            byte[] values = [.. Field(8, "w"u8), .. Field(TensorExternal, [.. Field(1, "location"u8), .. Field(2, "/etc/passwd"u8)])];
            byte[] attribute = [.. Field(1, "sparse_value"u8), .. Field(AttributeSparse, Field(1, values))];
            model.Graph.Node.Insert(0, NodeProto.Parser.ParseFrom([.. Field(2, "c"u8), .. Field(4, "Constant"u8), .. Field(5, attribute)]));
        }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(ModelFunctions)]
    [InlineData(ModelTraining)]
    [InlineData(ModelMetadata)]
    [InlineData(1000)]
    public void A_field_of_the_model_that_is_not_listed_is_refused(int field) =>
        Assert.Contains($"field {field} of ONNX's ModelProto", Refused(model => Extend(model, field)), StringComparison.Ordinal);

    [Theory]
    [InlineData(GraphSparse)]
    [InlineData(GraphValueInfo)]
    public void A_field_of_the_network_that_is_not_listed_is_refused(int field) =>
        Assert.Contains($"field {field} of ONNX's GraphProto", Refused(model => Extend(model.Graph, field)), StringComparison.Ordinal);

    [Theory]
    [InlineData(NodeDomain)]
    [InlineData(NodeText)]
    public void A_field_of_an_operation_that_is_not_listed_is_refused(int field) =>
        Assert.Contains($"field {field} of ONNX's NodeProto", Refused(model => Extend(Conv(model), field)), StringComparison.Ordinal);

    [Theory]
    [InlineData(AttributeText)]
    [InlineData(AttributeTensor)]
    [InlineData(AttributeGraph)]
    [InlineData(AttributeGraphs)]
    [InlineData(AttributeReference)]
    [InlineData(AttributeSparse)]
    [InlineData(AttributeSparses)]
    public void A_field_of_an_attribute_that_is_not_listed_is_refused(int field) =>
        Assert.Contains($"field {field} of ONNX's AttributeProto", Refused(model => Extend(Conv(model).Attribute[0], field)), StringComparison.Ordinal);

    [Theory]
    [InlineData(TensorTexts)]
    [InlineData(TensorExternal)]
    [InlineData(TensorLocation)]
    public void A_field_of_a_tensor_that_is_not_listed_is_refused(int field) =>
        Assert.Contains($"field {field} of ONNX's TensorProto", Refused(model => Extend(model.Graph.Initializer[5], field)), StringComparison.Ordinal);

    [Fact]
    public void A_field_within_the_input_or_the_output_that_is_not_listed_is_refused()
    {
        Assert.Contains("in its input", Refused(model => Extend(model.Graph.Input[0], 3)), StringComparison.Ordinal);
        Assert.Contains("in its input", Refused(model => Extend(model.Graph.Input[0].Type, 4)), StringComparison.Ordinal);
        Assert.Contains("in its output", Refused(model => Extend(model.Graph.Output[0].Type.TensorType, 3)), StringComparison.Ordinal);
        Assert.Contains("in its output", Refused(model => Extend(model.Graph.Output[0].Type.TensorType.Shape, 3)), StringComparison.Ordinal);
        Assert.Contains("in its output", Refused(model => Extend(model.Graph.Output[0].Type.TensorType.Shape.Dim[1], 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_versions_and_other_operations_are_refused()
    {
        Assert.Contains("IR version 3", Refused(model => model.IrVersion = 3), StringComparison.Ordinal);
        Assert.Contains("version 22", Refused(model => model.OpsetImport[0].Version = 22), StringComparison.Ordinal);
        Assert.Contains("'com.microsoft'", Refused(model => model.OpsetImport[0].Domain = "com.microsoft"), StringComparison.Ordinal);
        Assert.Contains("2 sets of operations", Refused(model => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.contrib", Version = 1 })),
            StringComparison.Ordinal);
        Assert.Contains("set of operations", Refused(model => Extend(model.OpsetImport[0], 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_whose_numbers_are_not_there_is_refused()
    {
        Assert.Contains("do not fit", Refused(model => Tensor(model, "head.weight").RawData = ByteString.Empty), StringComparison.Ordinal);
        Assert.Contains("do not fit", Refused(model => Tensor(model, "head.weight").Dims[0]++), StringComparison.Ordinal);
        Assert.Contains("do not fit", Refused(model => Tensor(model, "head.weight").Dims[0] = -1), StringComparison.Ordinal);
        Assert.Contains("do not fit", Refused(model => Resized(Tensor(model, "head.weight"), long.MaxValue, long.MaxValue)), StringComparison.Ordinal);
        Assert.Contains("do not fit", Refused(model => Resized(Tensor(model, "head.weight"), [.. Enumerable.Repeat(1L << 16, 4)])), StringComparison.Ordinal);
        Assert.Contains("of type 8", Refused(model => Tensor(model, "head.weight").DataType = (TensorProto.Types.DataType)8), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_would_make_frames_grow_are_refused()
    {
        Assert.Contains("'pads'", Refused(model => Set(Conv(model), "pads", 1_000_000)), StringComparison.Ordinal);
        Assert.Contains("adds more at the edges", Refused(model => Set(Conv(model), "pads", 5)), StringComparison.Ordinal);
        Assert.Contains("'strides'", Refused(model => Set(Conv(model), "strides", 0)), StringComparison.Ordinal);
        Assert.Contains("'kernel_shape'", Refused(model => Set(Conv(model), "kernel_shape", long.MaxValue)), StringComparison.Ordinal);
        Assert.Contains(
            "is stored", Refused(model => model.Graph.Node.First(node => node.OpType == "Add").Input[1] = Conv(model).Input[1]), StringComparison.Ordinal);
        Assert.Contains("is computed", Refused(model => Conv(model).Input[1] = model.Graph.Input[0].Name), StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_of_another_kind_twice_or_not_at_all_is_refused()
    {
        Assert.Contains(
            "'group'", Refused(model => Conv(model).Attribute.Add(new AttributeProto { Name = "group", Type = AttributeProto.Types.AttributeType.Int, I = 1 })),
            StringComparison.Ordinal);
        Assert.Contains(
            "'pads'", Refused(model => Conv(model).Attribute.First(attribute => attribute.Name == "pads").Type = (AttributeProto.Types.AttributeType)3),
            StringComparison.Ordinal);
        Assert.Contains("twice", Refused(model => Conv(model).Attribute.Add(Conv(model).Attribute[0].Clone())), StringComparison.Ordinal);
        Assert.Contains("lacks", Refused(model => Conv(model).Attribute.RemoveAt(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_hang_together_is_refused()
    {
        Assert.Contains("2 inputs", Refused(model => model.Graph.Input.Add(model.Graph.Input[0].Clone())), StringComparison.Ordinal);
        Assert.Contains("3 outputs", Refused(model => model.Graph.Output.Add(model.Graph.Output[0].Clone())), StringComparison.Ordinal);
        Assert.Contains("not there before it", Refused(model => Conv(model).Input[0] = "nowhere"), StringComparison.Ordinal);
        Assert.Contains("not there before it", Refused(model => Move(model.Graph, 0, 10)), StringComparison.Ordinal);
        Assert.Contains("two tensors of the name", Refused(model => model.Graph.Node[10].Output[0] = model.Graph.Node[9].Output[0]), StringComparison.Ordinal);
        Assert.Contains("does not end", Refused(model => model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1)), StringComparison.Ordinal);
        Assert.Contains("holds no network", Refused(model => model.Graph = null), StringComparison.Ordinal);
        Assert.Contains("0 operations", Refused(model => model.Graph.Node.Clear()), StringComparison.Ordinal);
        Assert.Contains("000 operations", Refused(model => model.Graph.Node.Add(
            Enumerable.Repeat(model.Graph.Node[0], 100_000 - model.Graph.Node.Count))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_network_is_refused()
    {
        Assert.Contains("is not an ONNX model", Refused([]), StringComparison.Ordinal);
        Assert.Contains("is not an ONNX model", Refused([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1]), StringComparison.Ordinal);
        Assert.Contains("is not an ONNX model", Refused("not a model at all"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains(
            "is not an ONNX model", Refused(File.ReadAllBytes(Path.Combine(ModelPackage.ShippedFolder, "model.onnx"))[..^100]), StringComparison.Ordinal);
        // ONNX Runtime's own format: FlatBuffers, with this identifier after the offset of the root.
        Assert.Contains("is not an ONNX model", Refused([0x20, 0, 0, 0, .. "ORTM"u8, .. new byte[64]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lineage-population")]
    [InlineData("lineage-population-float16")]
    public void The_runtime_is_given_a_shipped_network_byte_for_byte(string package)
    {
        string path = Path.Combine(Repository.Root, "models", package);
        Assert.Equal(File.ReadAllBytes(Path.Combine(path, "model.onnx")), ModelPackage.Read(path).Weights);
    }

    [Fact]
    public void Weights_that_add_up_to_no_number_are_one_line_and_no_crash()
    {
        string package = Written(
            Changed(model => Tensor(model, "head.bias").RawData = ByteString.CopyFrom([.. Enumerable.Repeat(float.NaN, 8).SelectMany(BitConverter.GetBytes)])));
        using var model = LineagePopulationModel.Load(package);
        Assert.Contains("gives no number", Assert.Throws<ModelPackageException>(() => model.Predict(Repository.SampleImage)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_the_output_that_its_card_reads_is_refused()
    {
        byte[] seven = Changed(model =>
        {
            TensorProto weight = Tensor(model, "head.weight"), bias = Tensor(model, "head.bias");
            weight.RawData = ByteString.CopyFrom(weight.RawData.Span[..(7 * 512 * sizeof(float))]);
            bias.RawData = ByteString.CopyFrom(bias.RawData.Span[..(7 * sizeof(float))]);
            weight.Dims[0] = bias.Dims[0] = model.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 7;
        });
        Assert.Contains("gives 7 numbers for a frame", Refused(seven), StringComparison.Ordinal);
        Assert.Contains(
            "which its last layer does not", Refused(model => model.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 9), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_for_frames_of_another_size_than_its_card_says_is_refused() =>
        Assert.Contains(
            "takes frames of 64 × 104 pixels", Refused(model =>
            {
                model.Graph.Input[0].Type.TensorType.Shape.Dim[3].DimValue = 64;
                model.Graph.Output[1].Type.TensorType.Shape.Dim[3].DimValue = 16;
            }), StringComparison.Ordinal);

    [Fact]
    public void A_second_output_that_is_no_map_of_nuclei_is_refused()
    {
        Assert.Contains("no map of nuclei", Refused(model => model.Graph.Output[1].Name = "block1.relu2"), StringComparison.Ordinal);
        Assert.Contains("no map of nuclei", Refused(model => model.Graph.Output[1].Type.TensorType.Shape.Dim[1].DimValue = 64), StringComparison.Ordinal);
        Assert.Contains("no map of nuclei", Refused(model => model.Graph.Output[1].Type.TensorType.Shape.Dim[2].DimValue = 4096), StringComparison.Ordinal);
        Assert.Contains("no map of nuclei", Refused(model => model.Graph.Output[1].Type = model.Graph.Output[0].Type.Clone()), StringComparison.Ordinal);
        Assert.Contains("second output", Refused(model => Extend(model.Graph.Output[1], 3)), StringComparison.Ordinal);
    }

    private static NodeProto Conv(ModelProto model) => model.Graph.Node.First(node => node.OpType == "Conv");

    private static TensorProto Tensor(ModelProto model, string name) => model.Graph.Initializer.First(tensor => tensor.Name == name);

    private static void Move(GraphProto graph, int from, int to)
    {
        NodeProto node = graph.Node[from];
        graph.Node.RemoveAt(from);
        graph.Node.Insert(to, node);
    }

    private static void Resized(TensorProto tensor, params long[] dimensions)
    {
        tensor.Dims.Clear();
        tensor.Dims.Add(dimensions);
    }

    private static void Set(NodeProto node, string attribute, long value)
    {
        AttributeProto changed = node.Attribute.First(each => each.Name == attribute);
        for (int i = 0; i < changed.Ints.Count; i++) changed.Ints[i] = value;
    }

    /// <summary>Gives a message a field that the schema does not list.</summary>
    private static void Extend(IMessage message, int field) => message.MergeFrom(Field(field, "x"u8));

    private static byte[] Changed(Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(ModelPackage.ShippedFolder, "model.onnx")));
        change(model);
        return model.ToByteArray();
    }

    private string Refused(Action<ModelProto> change) => Refused(Changed(change));

    private string Refused(byte[] weights)
    {
        string package = Written(weights), message = Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(package)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("SHA-256", message, StringComparison.Ordinal);
        return message;
    }

    /// <summary>A package with these weights and a card whose sum is theirs.</summary>
    private string Written(byte[] weights)
    {
        string card = File.ReadAllText(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)), sum = Convert.ToHexStringLower(SHA256.HashData(weights));
        folder.Write(
            ModelCard.FileName,
            card.Replace(ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)).Weights.Sha256, sum, StringComparison.Ordinal));
        folder.Write("model.onnx", weights);
        return folder.Path;
    }

    /// <summary>A length-delimited field of a protocol-buffer message.</summary>
    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
