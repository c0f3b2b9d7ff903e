using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Models.Onnx;
using Elegans.Predictions;

namespace Elegans.Training.Export;

/// <summary>
/// Describes a model package for the BioImage Model Zoo, so that other programs can run it: <c>rdf.yaml</c> of version 0.5 with an
/// input and the output it must give (https://github.com/bioimage-io/spec-bioimage-io/blob/main/docs/model_descr_v0-5.md).
/// </summary>
public static class BioimageDescription
{
    /// <summary>The files it writes into the package.</summary>
    public const string FileName = "rdf.yaml", InputName = "test_input.npy", OutputName = "test_output.npy", NucleiName = "test_nuclei.npy";
    private const string FormatVersion = "0.5.3", Documentation = "README.md";
    private const int OperatorSet = 17;

    private const string Purpose =
        "Living cells of each lineage (A, E, M, P, C, D, Z) in an image of a C. elegans embryo with labelled nuclei, as scaled counts.";

    /// <summary>Writes description and tensors beside the package's card.</summary>
    /// <param name="folder">The package.</param>
    /// <param name="image">An image that is prepared as the input of the test.</param>
    /// <param name="written">When it was written.</param>
    /// <exception cref="ModelPackageException">The package cannot be used, or has no README.md.</exception>
    /// <exception cref="InputException">The image cannot be decoded.</exception>
    public static void Write(string folder, string image, DateTimeOffset written)
    {
        ModelPackage package = ModelPackage.Read(folder);
        ModelCard card = package.Card;
        if (!File.Exists(Path.Combine(folder, Documentation))) throw new ModelPackageException(
            folder, $"has no {Documentation}, which the description names as its documentation.");
        (int width, int height) = (card.Input.Width, card.Input.Height);
        float[] input = new float[width * height];
        using (NuclearImage pixels = NuclearImage.Read(image))
        using (var preparation = new FramePreparation(card.Input)) _ = preparation.Prepare(pixels, input);
        using LineagePopulationModel model = LineagePopulationModel.Load(folder, threads: 1);
        float[] output = model.Run(input, 1);
        byte[] inputTensor = NpyFile.Of(input, 1, 1, height, width), outputTensor = NpyFile.Of(output, 1, output.Length);
        byte[]? nucleiTensor = package.FindsNuclei ? NucleiTensor(model, input, card.Input) : null;
        OutputFile.Write(Path.Combine(folder, InputName), stream => stream.Write(inputTensor));
        OutputFile.Write(Path.Combine(folder, OutputName), stream => stream.Write(outputTensor));
        if (nucleiTensor is not null) OutputFile.Write(Path.Combine(folder, NucleiName), stream => stream.Write(nucleiTensor));
        string text = Text(card, output.Length, inputTensor, outputTensor, nucleiTensor is null ? "" : $"\n{NucleiOutput(card.Input, nucleiTensor)}", written);
        OutputFile.Write(Path.Combine(folder, FileName), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    private static byte[] NucleiTensor(LineagePopulationModel model, float[] input, InputSpecification specification)
    {
        (int channels, int height, int width) = new NucleusMapLayout(specification).Shape;
        return NpyFile.Of(model.RunForNuclei(input, 1), 1, channels, height, width);
    }

    /// <summary>The second output: the maps of nuclei, four neighbours of each in four channels.</summary>
    private static string NucleiOutput(InputSpecification input, byte[] tensor)
    {
        IEnumerable<string> channels = Enum.GetNames<NucleusMap>().SelectMany(
            map => Enumerable.Range(0, NucleusMapLayout.Channels / NucleusMapLayout.Maps).Select(place => $"{map.ToLowerInvariant()}_{place}"));
        (_, int height, int width) = new NucleusMapLayout(input).Shape;
        return string.Create(CultureInfo.InvariantCulture, $"""
              - id: {OnnxNetwork.NucleiOutput}
                description: 'Centres, polar bodies, division (log-odds), diameter (log2 px), density (before softplus); 4 cells in 4 channels.'
                axes:
                  - type: batch
                  - type: channel
                    channel_names: [{string.Join(", ", channels)}]
                  - type: space
                    id: y
                    size: {height}
                  - type: space
                    id: x
                    size: {width}
                data:
                  type: float32
                test_tensor:
                  source: {NucleiName}
                  sha256: {Sum(tensor)}
            """);
    }

    private static string FrameOf(InputSpecification input) => string.Create(
        CultureInfo.InvariantCulture,
        $"A frame fitted into {input.Width}x{input.Height}, turned if taller than wide. "
        + $"Percentiles {input.BlackPercentile} and {input.WhitePercentile} are -1 and 1.");

    private static string Text(ModelCard card, int outputs, byte[] input, byte[] output, string nuclei, DateTimeOffset written)
    {
        string[] channels = [.. FounderLineages.All.Select(lineage => $"scaled_{lineage.Letter()}"),
            .. Enumerable.Repeat("shows_nuclei_log_odds", outputs - FounderLineages.Count)];
        return string.Create(CultureInfo.InvariantCulture, $"""
            type: model
            format_version: {FormatVersion}
            name: Elegans {card.Name}
            version: {Quoted(card.Version)}
            description: {Quoted(Purpose)}
            documentation: {Documentation}
            license: MIT
            timestamp: '{written.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}'
            authors:
              - name: The Elegans authors
            cite:
            {string.Join('\n', card.Citations.Select(Citation))}
            tags: [c-elegans, embryo, nuclei, lineage, cell-counting, regression, fluorescence-light-microscopy, 2d, onnx, resnet18]
            inputs:
              - id: frames
                description: {Quoted(FrameOf(card.Input))}
                axes:
                  - type: batch
                  - type: channel
                    channel_names: [nuclei]
                  - type: space
                    id: y
                    size: {card.Input.Height}
                  - type: space
                    id: x
                    size: {card.Input.Width}
                data:
                  type: float32
                test_tensor:
                  source: {InputName}
                  sha256: {Sum(input)}
            outputs:
              - id: counts
                description: {Quoted("2 log2(1+n) / log2(1+ceiling) - 1 of each lineage's cells n, then the log-odds of labelled nuclei.")}
                axes:
                  - type: batch
                  - type: channel
                    channel_names: [{string.Join(", ", channels)}]
                data:
                  type: float32
                test_tensor:
                  source: {OutputName}
                  sha256: {Sum(output)}{nuclei}
            weights:
              onnx:
                source: {card.Weights.File}
                sha256: {card.Weights.Sha256}
                opset_version: {OperatorSet}
            config:
              elegans:
                card: {ModelCard.FileName}
                ceilings: [{string.Join(", ", card.Scaling.Ceilings)}]

            """);
    }

    /// <summary>A citation of a card ends in its address.</summary>
    private static string Citation(string citation)
    {
        const string Doi = "https://doi.org/";
        int at = citation.LastIndexOf("https://", StringComparison.Ordinal);
        string text = at < 0 ? citation : citation[..at].TrimEnd(), address = at < 0 ? "" : citation[at..];
        string place = address.StartsWith(Doi, StringComparison.Ordinal) ? $"\n    doi: {address[Doi.Length..]}" : address.Length > 0
            ? $"\n    url: {address}" : "";
        return $"  - text: {Quoted(text)}{place}";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
