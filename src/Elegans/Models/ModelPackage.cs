using System.Globalization;
using System.Security.Cryptography;
using Elegans.Lineages;
using Elegans.Models.Onnx;

namespace Elegans.Models;

/// <summary>A model on disk: a folder with a card and the weights it names. Reading it runs no code from it.</summary>
public sealed class ModelPackage
{
    /// <summary>The folder of the package that ships with this library, below the program's folder.</summary>
    private static readonly string Shipped = Path.Combine("models", "lineage-population");

    private readonly OnnxNetwork network;

    private ModelPackage(string folder, ModelCard card, OnnxNetwork network)
    {
        Folder = folder;
        Card = card;
        this.network = network;
    }

    /// <summary>Where it was read from.</summary>
    public string Folder { get; }

    /// <summary>What it says of itself.</summary>
    public ModelCard Card { get; }

    /// <summary>The ONNX model.</summary>
    public byte[] Weights => network.ToArray();

    /// <summary>Whether the network has maps of nuclei.</summary>
    public bool FindsNuclei => network.FindsNuclei;

    /// <summary>The part of the network that counts.</summary>
    internal byte[] CountingPart => network.PartFor(0);

    /// <summary>The part of the network that finds nuclei.</summary>
    internal byte[] NucleusPart => FindsNuclei ? network.PartFor(1)
        : throw new ModelPackageException(Folder, "does not look for nuclei; use the model that ships with elegans, or one trained with maps of nuclei.");

    /// <summary>The folder of the package that ships with this library.</summary>
    /// <exception cref="ModelPackageException">It is not beside the program.</exception>
    public static string ShippedFolder
    {
        get
        {
            string?[] places = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(ModelPackage).Assembly.Location)];
            foreach (string? place in places)
                if (place is not null && File.Exists(Path.Combine(place, Shipped, ModelCard.FileName))) return Path.Combine(place, Shipped);
            throw new ModelPackageException(
                Path.Combine(AppContext.BaseDirectory, Shipped), "is not there; the shipped model belongs beside the program. Build again or name a package.");
        }
    }

    /// <summary>Reads a package and checks that its weights are the ones its card was written for.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <exception cref="ModelPackageException">A file is missing or malformed, or the weights' sum differs from the card's, or they are more than a
    /// network.</exception>
    public static ModelPackage Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new ModelPackageException(
            folder, "is not a folder; name a model package, a folder with card.json and model.onnx.");
        ModelCard card = ModelCard.Read(Path.Combine(folder, ModelCard.FileName));
        string path = Path.Combine(folder, card.Weights.File);
        try
        {
            long bytes = new FileInfo(path).Length;
            if (bytes > OnnxGate.MaxBytes) throw new ModelPackageException(
                path, FormattableString.Invariant($"has {bytes} bytes, and weights of {OnnxGate.MaxBytes} are read at most."));
            byte[] weights = File.ReadAllBytes(path);
            string sum = Convert.ToHexStringLower(SHA256.HashData(weights));
            if (sum != card.Weights.Sha256)
                throw new ModelPackageException(
                    path, $"was altered or cut off: its SHA-256 is {sum}, and the card says {card.Weights.Sha256}. Fetch the package again.");
            var read = OnnxNetwork.Read(path, weights);
            RequireFit(path, card, read);
            return new ModelPackage(folder, card, read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackageException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Refuses weights that the card was not written for, whatever their sum.</summary>
    private static void RequireFit(string path, ModelCard card, OnnxNetwork network)
    {
        (long height, long width) = network.Input;
        if ((width, height) != (card.Input.Width, card.Input.Height))
            throw new ModelPackageException(
                path, FormattableString.Invariant($"takes frames of {width} × {height} pixels, and the card says {card.Input.Width} × {card.Input.Height}."));
        int least = FounderLineages.Count + (card.RecognitionThreshold is null ? 0 : 1);
        if (network.Outputs < least || network.Outputs > FounderLineages.Count + 1)
            throw new ModelPackageException(
                path, string.Create(
                CultureInfo.InvariantCulture,
                $"gives {network.Outputs} numbers for a frame; the card needs {least}: {FounderLineages.Count} "
                + $"counts{(card.RecognitionThreshold is null ? "" : " and whether nuclei are shown")}."));
        string precision = network.Precision;
        if (precision != card.Weights.Precision) throw new ModelPackageException(
            path, $"holds weights of {precision}, and the card says {card.Weights.Precision}.");
    }
}
