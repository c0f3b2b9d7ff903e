using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Elegans.Models;
using Elegans.Networks;
using Elegans.Training.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using YamlDotNet.RepresentationModel;

namespace Elegans.Training.Tests;

/// <summary>
/// The description that ships, held against the rules of https://github.com/bioimage-io/spec-bioimage-io (model 0.5), and run as
/// another program would run it: from its files alone.
/// </summary>
public sealed class BioimageDescriptionTests
{
    private static readonly string Package = Path.Combine(Repository.Root, "models", "lineage-population");

    [Fact]
    public void It_has_every_field_the_rules_ask_for_in_the_form_they_ask_for()
    {
        YamlMappingNode model = Read();
        Assert.Equal("model", Text(model, "type"));
        Assert.Matches(@"^0\.5\.\d+$", Text(model, "format_version"));
        Assert.Matches(@"^[\w\- ()]{5,128}$", Text(model, "name"));
        Assert.InRange(Text(model, "description").Length, 1, 1024);
        Assert.Equal("MIT", Text(model, "license"));
        Assert.EndsWith(".md", Text(model, "documentation"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Package, Text(model, "documentation"))));
        Assert.True(DateTimeOffset.TryParse(Text(model, "timestamp"), CultureInfo.InvariantCulture, out _));
        Assert.NotEmpty(List(model, "authors"));
        Assert.All(List(model, "cite"), cite => Assert.True(
            cite.Children.ContainsKey("text") && (cite.Children.ContainsKey("doi") || cite.Children.ContainsKey("url"))));
        Assert.All(List(model, "cite").Where(cite => cite.Children.ContainsKey("doi")), cite => Assert.Matches(@"^10\.[0-9]{4}.+$", Text(cite, "doi")));
        foreach (YamlMappingNode tensor in List(model, "inputs").Concat(List(model, "outputs")))
        {
            Assert.Matches("^[a-z][a-z0-9_]{0,31}$", Text(tensor, "id"));
            Assert.InRange(Text(tensor, "description").Length, 0, 128);
            YamlMappingNode[] axes = [.. List(tensor, "axes")];
            Assert.Single(axes, axis => Text(axis, "type") == "batch");
            Assert.Equal(axes.Length, axes.Select(axis => axis.Children.ContainsKey("id") ? Text(axis, "id") : Text(axis, "type"))
                .Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Its_files_lie_flat_beside_it_and_have_the_sums_it_tells()
    {
        YamlMappingNode model = Read();
        YamlMappingNode[] files = [.. List(model, "inputs").Concat(List(model, "outputs"))
            .Select(tensor => (YamlMappingNode)tensor["test_tensor"]), (YamlMappingNode)model["weights"]["onnx"]];
        Assert.All(files, file =>
        {
            string source = Text(file, "source");
            Assert.Equal(source, Path.GetFileName(source));
            Assert.Equal(Text(file, "sha256"), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Package, source)))));
        });
    }

    [Fact]
    public void Its_weights_turn_its_input_into_its_outputs()
    {
        YamlMappingNode model = Read(), input = List(model, "inputs").Single();
        (int[] shape, float[] frames) = Tensor(Text((YamlMappingNode)input["test_tensor"], "source"));
        Assert.Equal(
            [1, 1, int.Parse(Text(List(input, "axes").ElementAt(2), "size"), CultureInfo.InvariantCulture),
            int.Parse(Text(List(input, "axes").ElementAt(3), "size"), CultureInfo.InvariantCulture)], shape);
        using InferenceSession session = NetworkRuntime.Open(
            File.ReadAllBytes(Path.Combine(Package, Text((YamlMappingNode)model["weights"]["onnx"], "source"))));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(Text(input, "id"), new DenseTensor<float>(frames, shape))]);
        YamlMappingNode[] outputs = [.. List(model, "outputs")];
        Assert.Equal(outputs.Select(output => Text(output, "id")), results.Select(result => result.Name));
        foreach ((YamlMappingNode output, DisposableNamedOnnxValue result) in outputs.Zip(results))
        {
            (int[] outputShape, float[] expected) = Tensor(Text((YamlMappingNode)output["test_tensor"], "source"));
            Assert.Equal(((YamlSequenceNode)List(output, "axes").ElementAt(1)["channel_names"]).Children.Count, outputShape[1]);
            Assert.Equal(result.AsTensor<float>().Dimensions.ToArray(), outputShape);
            // What is one network in the description is computed in two parts here, each of which rounds on its own.
            Assert.All(result.AsTensor<float>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 0.02f));
            Assert.True(expected.Distinct().Count() > 4, "The output is no output of a network.");
        }
    }

    [Fact]
    public void It_is_written_anew_for_any_package()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in new[] { "card.json", "model.onnx", "README.md" }) File.Copy(Path.Combine(Package, file), folder[file]);
        BioimageDescription.Write(folder.Path, Repository.SampleImage, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Assert.Equal(
            Regex.Replace(File.ReadAllText(Path.Combine(Package, "rdf.yaml")), "timestamp: .*", "timestamp: '2026-01-02T03:04:05Z'", RegexOptions.None,
            TimeSpan.FromSeconds(1)), File.ReadAllText(folder["rdf.yaml"]));
    }

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Package, BioimageDescription.FileName))));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static string Text(YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    private static IEnumerable<YamlMappingNode> List(YamlMappingNode node, string name) => ((YamlSequenceNode)node[name]).Children.Cast<YamlMappingNode>();

    /// <summary>Reads an .npy file of version 1.0 in single precision.</summary>
    private static (int[] Shape, float[] Values) Tensor(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Package, name));
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        int length = BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, (10 + length) % 64);
        string header = Encoding.Latin1.GetString(bytes, 10, length);
        Assert.Contains("'descr': '<f4', 'fortran_order': False", header, StringComparison.Ordinal);
        int[] shape = [.. Regex.Match(header, @"\((?<shape>[0-9, ]*)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["shape"].Value.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        float[] values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + length)).ToArray();
        Assert.Equal(shape.Aggregate(1, (a, b) => a * b), values.Length);
        return (shape, values);
    }
}
