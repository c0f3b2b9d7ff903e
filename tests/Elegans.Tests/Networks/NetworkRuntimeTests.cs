using System.Text.RegularExpressions;
using Elegans.Models;
using Elegans.Networks;

namespace Elegans.Tests.Networks;

/// <summary>ONNX Runtime is reached one way only: what opens a network elsewhere would report home, and take other formats.</summary>
public sealed class NetworkRuntimeTests
{
    private static readonly Regex Other = new(
        @"\bnew\s+(Microsoft\.ML\.OnnxRuntime\.)?InferenceSession\b|\bInferenceSession\s+\w+\s*=\s*new\s*\(|\bSessionOptions\b|\bOrtEnv\b",
        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    [Fact]
    public void No_other_file_opens_networks()
    {
        string[] sources = [.. new[] { "src", "benchmarks", "tests" }.SelectMany(
            folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))];
        Assert.Contains(sources, source => Path.GetFileName(source) == $"{nameof(NetworkRuntime)}.cs" && Other.IsMatch(File.ReadAllText(source)));
        Assert.DoesNotContain(sources, source => !Path.GetFileName(source).StartsWith(nameof(NetworkRuntime), StringComparison.Ordinal)
            && Other.IsMatch(File.ReadAllText(source)));
    }

    [Fact]
    public void A_network_in_the_runtime_s_own_format_is_not_taken_for_one()
    {
        // ORT format files are FlatBuffers with the identifier ORTM after the root's offset.
        byte[] model = [0x20, 0, 0, 0, .. "ORTM"u8, .. new byte[64]];
        string message = Assert.ThrowsAny<Exception>(() => NetworkRuntime.Open(model)).Message;
        Assert.Contains("rotobuf", message, StringComparison.Ordinal);
    }
}
