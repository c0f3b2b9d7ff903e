using Elegans.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Elegans.Embryos;

/// <summary>The network that finds embryos. It is a part of the library, as the finder's other steps are. Safe for use by several threads.</summary>
internal sealed class OutlineNetwork : IDisposable
{
    private const string Resource = "embryo-finder.onnx";
    private static readonly Lazy<OutlineNetwork> Shipped = new(ReadShipped);
    private static readonly long[] InputShape = [1, FinderInput.Planes, FinderInput.Side, FinderInput.Side];
    private static readonly long[] OutputShape = [1, OutlineMaps.Maps, OutlineMaps.Side, OutlineMaps.Side];
    private static readonly string[] Inputs = ["field"], Outputs = ["maps"];
    private readonly InferenceSession session;

    /// <summary>Opens a network.</summary>
    /// <param name="model">An ONNX model that this project wrote.</param>
    internal OutlineNetwork(byte[] model) => session = NetworkRuntime.Open(model, threads: 1);

    /// <summary>The one that ships with the library. It stays open as long as the program runs: do not dispose it.</summary>
    internal static OutlineNetwork BuiltIn => Shipped.Value;

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    /// <summary>Runs the network.</summary>
    /// <param name="input">A frame as <see cref="FinderInput"/> lays it.</param>
    /// <param name="maps">Where the maps go, as <see cref="OutlineMaps"/> reads them.</param>
    internal void Run(float[] input, float[] maps)
    {
        using var given = OrtValue.CreateTensorValueFromMemory(input, InputShape);
        using var taken = OrtValue.CreateTensorValueFromMemory(maps, OutputShape);
        using var options = new RunOptions();
        session.Run(options, Inputs, [given], Outputs, [taken]);
    }

    private static OutlineNetwork ReadShipped()
    {
        using Stream stream = typeof(OutlineNetwork).Assembly.GetManifestResourceStream(Resource)!;
        byte[] model = new byte[stream.Length];
        stream.ReadExactly(model);
        return new OutlineNetwork(model);
    }
}
