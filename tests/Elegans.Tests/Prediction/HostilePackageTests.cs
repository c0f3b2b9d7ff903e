using System.Security.Cryptography;
using Elegans.Packages;

namespace Elegans.Tests.Prediction;

/// <summary>Model packages whose sum fits but whose weights would have the runtime do more than arithmetic.</summary>
public sealed class HostilePackageTests : IDisposable
{
    private const byte Delimited = 2;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Loop", "")]
    [InlineData("ReadFile", "ai.onnx.contrib")]
    public void An_operation_that_no_network_needs_is_refused(string operation, string domain)
    {
        byte[] node = [.. Field(4, Text(operation)), .. Field(7, Text(domain))];
        Assert.Contains($"{operation}'", Refused(Field(7, Field(1, node))), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_other_files_are_refused()
    {
        byte[] tensor = [.. Field(8, Text("w")), .. Field(13, [.. Field(1, Text("location")), .. Field(2, Text("/etc/passwd"))])];
        Assert.Contains("in other files", Refused(Field(7, [.. Field(5, tensor), .. Field(1, Field(4, Text("Relu")))])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_within_a_network_and_functions_are_refused()
    {
        byte[] inner = Field(1, [.. Field(4, Text("Identity")), .. Field(5, Field(6, Field(1, Field(4, Text("Relu")))))]);
        Assert.Contains("within a network", Refused(Field(7, inner)), StringComparison.Ordinal);
        Assert.Contains("functions of its own", Refused([.. Field(25, Text("f")), .. Field(7, Field(1, Field(4, Text("Relu"))))]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_network_is_refused()
    {
        Assert.Contains("is not an ONNX model", Refused([]), StringComparison.Ordinal);
        Assert.Contains("is not an ONNX model", Refused([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1]), StringComparison.Ordinal);
        Assert.Contains("is not an ONNX model", Refused("not a model at all"u8.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>A package with these weights and a card that fits them.</summary>
    private string Refused(byte[] weights)
    {
        string card = File.ReadAllText(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)), sum = Convert.ToHexStringLower(SHA256.HashData(weights));
        folder.Write(ModelCard.FileName, card.Replace(ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)).Weights.Sha256, sum, StringComparison.Ordinal));
        folder.Write("model.onnx", weights);
        string message = Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(folder.Path)).Message;
        Assert.DoesNotContain(sum, message, StringComparison.Ordinal);
        return message;
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>A length-delimited field of a protocol-buffer message.</summary>
    private static byte[] Field(int number, byte[] content) => [.. Varint((number << 3) | Delimited), .. Varint(content.Length), .. content];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
